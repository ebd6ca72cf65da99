import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'

const kept = 'Nothing was deleted or overwritten.'

/** The keyring is there but gives no key: locked, or its service does not answer. */
export function keyringLocked(backend: string): Problem {
  return makeProblem(
    'keyring_locked',
    'this computer',
    {
      title: 'Your keyring is locked',
      detail: `Keyfold cannot read or save sign-ins while the keyring is locked or does not answer. ${kept}`,
      nextStep: 'Unlock your keyring, then choose Try again.',
    },
    { Keyring: backend },
  )
}

/** The keyring was asked and did not answer in time, such as an unlock prompt that nobody saw. */
export function keyringTimeout(timeoutMs: number): Problem {
  return makeProblem(
    'keyring_timeout',
    'this computer',
    {
      title: 'Your keyring did not answer',
      detail: `The keyring was asked for Keyfold’s key and gave no answer in time. It may be waiting for you in a prompt of its own. ${kept}`,
      nextStep: 'Answer the keyring’s prompt if there is one, then choose Try again.',
    },
    { 'Waited, seconds': Math.round(timeoutMs / 1000) },
  )
}

/** No keyring, or only a key that is built into the program and protects nothing. */
export function keyringMissing(backend: string, writtenBy?: string): Problem {
  const saved =
    writtenBy === undefined
      ? ''
      : ` What was saved with ${writtenBy} cannot be read in this session, which has ${backend}. ${kept}`
  return makeProblem(
    'keyring_missing',
    'this computer',
    {
      title: 'Sign-ins are kept for this session only',
      detail: `This session offers no keyring, so Keyfold keeps tokens in memory and writes none of them to the disk. They are gone when Keyfold quits.${saved}`,
      nextStep:
        writtenBy === undefined
          ? 'Install and unlock a keyring, such as GNOME Keyring or KWallet, then choose Try again.'
          : `Start a session with ${writtenBy}, or unlock it here, then choose Try again.`,
    },
    { Keyring: backend, 'Saved with': writtenBy },
  )
}

/** The keyring works but holds another key than the one that the vault was sealed with. */
export function keyChanged(backend: string): Problem {
  return makeProblem(
    'vault_key_changed',
    'this computer',
    {
      title: 'The key for this computer changed',
      detail: `The keyring works, but its key for Keyfold is not the one that sealed the saved sign-ins. It was deleted or replaced, or the files come from another computer. ${kept}`,
      nextStep: 'Bring back the old keyring and choose Try again, or start anew and sign in again.',
    },
    { Keyring: backend },
  )
}

/** The vault's own key file is gone or damaged, and so is its previous copy. */
export function keyFileLost(): Problem {
  return makeProblem(
    'vault_key_changed',
    'this computer',
    {
      title: 'The vault’s key file is missing or damaged',
      detail: `Without key.json the saved sign-ins cannot be opened. ${kept}`,
      nextStep: 'Restore key.json from a backup and choose Try again, or start anew and sign in again.',
    },
    { File: 'key.json' },
  )
}

/** The vault was written with the help of another keyring than the one that is there now. */
export function backendChanged(writtenBy: string, backend: string): Problem {
  return makeProblem(
    'vault_backend_changed',
    'this computer',
    {
      title: `The saved sign-ins belong to another keyring: ${writtenBy}`,
      detail: `They were saved with the keyring ${writtenBy}, and this session has ${backend}. ${kept}`,
      nextStep: `Start a session with ${writtenBy} and choose Try again, or start anew and sign in again.`,
    },
    { 'Saved with': writtenBy, Now: backend },
  )
}

/** A file was written by a newer Keyfold. It is neither read nor written. */
export function newerFormat(name: string): Problem {
  return makeProblem(
    'vault_newer_format',
    'you',
    {
      title: 'Saved by a newer version of Keyfold',
      detail: `This version does not know the format of ${name} and leaves it alone. ${kept}`,
      nextStep: 'Install the newer version again.',
    },
    { File: name },
  )
}

/** Files were damaged and no previous copy helped; they were set aside. */
export function recordUnreadable(names: readonly string[]): Problem {
  return makeProblem(
    'vault_record_unreadable',
    'this computer',
    {
      title: names.length === 1 ? 'A saved sign-in was damaged' : 'Saved sign-ins were damaged',
      detail:
        'Keyfold could not read the file and set it aside under a new name. Where a previous copy was sound, it is in use again.',
      nextStep: 'Sign in again where an account is missing. Check the disk if this happens again.',
    },
    { Files: names.join(', ') },
  )
}

/** What an error of the file system means. */
export function diskProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  const code = errorCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return makeProblem(
      'disk_full',
      'this computer',
      {
        title: 'The disk is full',
        detail:
          'What was saved before is unchanged. What is new stays in memory, and Keyfold keeps trying to save it.',
        nextStep: 'Free some space, and leave Keyfold running until this message is gone.',
      },
      { Error: code },
    )
  }
  return makeProblem(
    'disk_refused',
    'this computer',
    {
      title: 'The disk refuses Keyfold’s vault',
      detail:
        'What was saved before is unchanged. What is new stays in memory, and Keyfold keeps trying to save it.',
      nextStep: 'Check that Keyfold’s data folder belongs to you and can be written, then choose Try again.',
    },
    { Error: code },
  )
}

/** The `code` of a system error, such as `ENOSPC`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

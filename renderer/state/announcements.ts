import type { AccountView, SignInView, Slices } from '../../contract/models.ts'
import { accountStateLabels } from './account-state.ts'

const phaseTexts: Record<SignInView['phase'], string> = {
  discovering: 'Reading the provider’s metadata',
  listening: 'Listening on this computer',
  awaitingBrowser: 'Waiting for you in the browser',
  awaitingDevice: 'Waiting for the code to be entered on the other device',
  exchanging: 'Exchanging the code',
  verifying: 'Checking the tokens',
  storing: 'Storing the tokens',
  done: 'Sign-in done',
  failed: 'Sign-in failed',
  cancelled: 'Sign-in cancelled',
}

const vaultTexts: Partial<Record<Slices['vault']['state'], string>> = {
  open: 'The vault is open',
  locked: 'The vault is locked',
  memoryOnly: 'No keyring: tokens are kept for this session only',
  keyChanged: 'The keyring’s key has changed',
  backendChanged: 'Another keyring wrote the vault',
  failed: 'The vault could not be opened',
}

function describeAccount(account: AccountView, before: AccountView | undefined): string | undefined {
  if (!before) return `${account.name} connected`
  // Refreshing goes by each minute: telling it would drown everything else.
  if (before.state === account.state || account.state === 'refreshing') return undefined
  if (before.state === 'refreshing' && account.state === 'connected') return undefined
  return `${account.name}: ${accountStateLabels[account.state]}`
}

/**
 * What a screen reader is told when main's state changed: one sentence for each account, sign-in and vault that changed
 * in a way that matters. Nothing at the first snapshot.
 */
export function describeChanges(before: Slices | undefined, after: Slices | undefined): readonly string[] {
  if (!before || !after) return []
  const sentences: Array<string | undefined> = []
  if (before.accounts !== after.accounts) {
    for (const account of after.accounts)
      sentences.push(
        describeAccount(
          account,
          before.accounts.find(({ id }) => id === account.id),
        ),
      )
    for (const account of before.accounts)
      if (!after.accounts.some(({ id }) => id === account.id)) sentences.push(`${account.name} disconnected`)
  }
  for (const signIn of after.signIns) {
    const earlier = before.signIns.find(({ attemptId }) => attemptId === signIn.attemptId)
    if (earlier?.phase === signIn.phase) continue
    const problem = signIn.phase === 'failed' && signIn.problem ? `: ${signIn.problem.title}` : ''
    sentences.push(`${phaseTexts[signIn.phase]}${problem}`)
  }
  if (before.vault.state !== after.vault.state) sentences.push(vaultTexts[after.vault.state])
  return sentences.filter((sentence) => sentence !== undefined)
}

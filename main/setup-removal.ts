import { makeProblem, ProblemError } from '../contract/problem.ts'
import type { AccountBook } from './accounts/account-book.ts'
import type { PendingRevocations } from './accounts/pending-revocations.ts'
import type { Setups } from './providers/setups.ts'

/** Removes a setup that nothing needs any more. Rejects with `setup_in_use` where an account or a revocation does. */
export async function removeSetup(
  setupId: string,
  { setups, book, revocations }: { setups: Setups; book: AccountBook; revocations: PendingRevocations },
): Promise<void> {
  if (book.all().some((account) => account.setupId === setupId)) throw new ProblemError(setupInUse())
  if (revocations.needsSetup(setupId)) throw new ProblemError(setupStillRevokes())
  await setups.remove(setupId)
}

function setupInUse() {
  return makeProblem('setup_in_use', 'you', {
    title: 'Accounts are still connected with this setup',
    detail: 'Removing the setup would leave them without a way to be renewed or disconnected.',
    nextStep: 'Disconnect its accounts first.',
  })
}

function setupStillRevokes() {
  return makeProblem('setup_in_use', 'you', {
    title: 'Tokens of this setup wait to be revoked',
    detail:
      'The provider could not be reached when an account was disconnected, and without the setup nobody can ask it.',
    nextStep: 'Let Keyfold try again, or give the revocation up, then remove the setup.',
  })
}

import type { AccountView, SetupView, SignInView, Slices } from '../../contract/models.ts'
import { hasEnded } from './actions.ts'
import type { MirrorState } from './mirror.ts'

/** The account, or undefined where it is gone. */
export function selectAccount(state: MirrorState, accountId: string): AccountView | undefined {
  return state.slices?.accounts.find(({ id }) => id === accountId)
}

/** The setup, or undefined where it is gone. */
export function selectSetup(state: MirrorState, setupId: string | undefined): SetupView | undefined {
  return state.slices?.setups.find(({ id }) => id === setupId)
}

/** The setup of an account. */
export function selectSetupOfAccount(state: MirrorState, accountId: string): SetupView | undefined {
  return selectSetup(state, selectAccount(state, accountId)?.setupId)
}

/** A sign-in by its attempt; undefined once it was dismissed. */
export function selectSignIn(state: MirrorState, attemptId: string): SignInView | undefined {
  return state.slices?.signIns.find((signIn) => signIn.attemptId === attemptId)
}

/** Sign-ins that go on. */
export function selectRunningSignIns(slices: Slices): readonly SignInView[] {
  return slices.signIns.filter((signIn) => !hasEnded(signIn))
}

/** How many accounts use a setup. */
export function countAccounts(slices: Slices, setupId: string): number {
  return slices.accounts.filter((account) => account.setupId === setupId).length
}

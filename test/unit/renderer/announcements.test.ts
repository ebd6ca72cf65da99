import { describe, expect, it } from 'vitest'
import type { Slices } from '../../../contract/models.ts'
import { describeChanges } from '../../../renderer/state/announcements.ts'
import { scenes } from '../../support/renderer-harness/scenes.ts'

const before = scenes['sign-in-waiting']?.snapshot('system').slices as Slices
const [demo, ...others] = before.accounts
if (!demo) throw new Error('no account')

describe('describeChanges', () => {
  it('says nothing at the first snapshot, nor where nothing changed', () => {
    expect(describeChanges(undefined, before)).toEqual([])
    expect(describeChanges(before, { ...before })).toEqual([])
  })

  it('tells what an account came to need, and when one comes or goes', () => {
    const needs = { ...before, accounts: [{ ...demo, state: 'needsSignIn' as const }, ...others] }
    expect(describeChanges(before, needs)).toEqual(['Demo shop: needs sign-in'])
    expect(describeChanges(before, { ...before, accounts: others })).toEqual(['Demo shop disconnected'])
    expect(describeChanges({ ...before, accounts: others }, before)).toEqual(['Demo shop connected'])
  })

  it('leaves out refreshing, which goes by each minute', () => {
    const refreshing = { ...before, accounts: [{ ...demo, state: 'refreshing' as const }, ...others] }
    expect(describeChanges(before, refreshing)).toEqual([])
    expect(describeChanges(refreshing, before)).toEqual([])
  })

  it('tells the steps of a sign-in and why it failed', () => {
    const [signIn] = before.signIns
    if (!signIn) throw new Error('no sign-in')
    expect(describeChanges(before, { ...before, signIns: [{ ...signIn, phase: 'exchanging' }] })).toEqual([
      'Exchanging the code',
    ])
    const problem = scenes['sign-in-doubt']?.snapshot('system').slices.signIns[0]?.pasteProblem
    if (!problem) throw new Error('no problem')
    expect(
      describeChanges(before, { ...before, signIns: [{ ...signIn, phase: 'failed', problem }] }),
    ).toEqual([`Sign-in failed: ${problem.title}`])
  })

  it('tells the state of the vault', () => {
    expect(describeChanges(before, { ...before, vault: { ...before.vault, state: 'locked' } })).toEqual([
      'The vault is locked',
    ])
  })
})

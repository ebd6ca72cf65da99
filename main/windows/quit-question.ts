import type { MessageBoxOptions } from 'electron'
import { printable } from '../oauth/printable.ts'
import type { QuitLoss, UnsavedRecord } from '../quit-loss.ts'

/** Answers in the order of the buttons. */
export const quitAnyway = 1

const mostNamed = 8

/** The native question before quitting loses something. Keeping Keyfold open is the default, and what closing it means. */
export function quitQuestion({ reason, records }: QuitLoss): MessageBoxOptions {
  const named = records.slice(0, mostNamed).map((record) => `• ${describe(record)}`)
  if (records.length > mostNamed) named.push(`• ${records.length - mostNamed} more`)
  return {
    type: 'warning',
    message: 'Quit Keyfold and lose what could not be saved?',
    detail: [
      `${reason === undefined ? '' : `${reason}. `}In memory only, and lost when Keyfold quits:`,
      named.join('\n'),
      'Where a sign-in is lost, you have to sign in again. While Keyfold stays open, it keeps trying to save.',
    ].join('\n\n'),
    buttons: ['Keep open', 'Quit anyway'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
}

function describe({ kind, setupName, label }: UnsavedRecord): string {
  const setup = printable(setupName, 80)
  const who = label === undefined ? '' : ` of ${printable(label, 80)}`
  switch (kind) {
    case 'account':
      return `${setup}: the sign-in${who}`
    case 'revocation':
      return `${setup}: the tokens${who} that are still to be revoked`
    case 'client-secret':
      return `${setup}: the client secret`
    case 'client-key':
      return `${setup}: the client’s key or certificate`
  }
}

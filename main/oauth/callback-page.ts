import { pageHeaders, renderPage, type Tone } from './loopback-page.ts'

/** What the page in the browser says. */
export type CallbackResult = 'received' | 'declined' | 'failed' | 'alreadyUsed' | 'signedIn' | 'notOurs'

interface Texts {
  readonly title: string
  readonly text: string
  readonly tone: Tone
}

const texts: Readonly<Record<CallbackResult, Texts>> = {
  received: {
    title: 'Back to Keyfold',
    text: 'Your answer has arrived, and Keyfold is finishing the sign-in. Return to Keyfold; you can close this page.',
    tone: 'ok',
  },
  signedIn: {
    title: 'You are signed in',
    text: 'Keyfold has finished this sign-in. Return to Keyfold; you can close this page.',
    tone: 'ok',
  },
  alreadyUsed: {
    title: 'This answer was already used',
    text: 'Keyfold took it when it first arrived, and takes each answer once. Return to Keyfold to see how the sign-in went.',
    tone: 'warn',
  },
  declined: {
    title: 'Access was not granted',
    text: 'The provider sent you back without access, so nothing was connected. Return to Keyfold to try again.',
    tone: 'warn',
  },
  failed: {
    title: 'The sign-in did not work',
    text: 'The provider sent you back with an error. Return to Keyfold: it shows what went wrong and what to do next.',
    tone: 'bad',
  },
  notOurs: {
    title: 'This page belongs to no sign-in',
    text: 'Keyfold is waiting for another answer, and this one changed nothing. Return to Keyfold and open the browser from there.',
    tone: 'bad',
  },
}

/** The header fields of every answer of the listener. Nothing may run, load, frame, store or refer. */
export const callbackHeaders = pageHeaders()

/** The page for a result: static text that holds nothing of the request. */
export function renderCallbackPage(result: CallbackResult): string {
  return renderPage(texts[result])
}

import type { SignInStepName, SignInView } from '../../../contract/models.ts'

/** A step before, while and after it runs. */
export interface StepTexts {
  readonly pending: string
  readonly active: string
  readonly done: string
  /** Once the whole sign-in has ended, where `done` would still be going on. */
  readonly over?: string
}

/** The words of each step. */
export const stepTexts: Record<SignInStepName, StepTexts> = {
  discover: {
    pending: 'Read the provider’s metadata',
    active: 'Reading the provider’s metadata',
    done: 'Read the provider’s metadata',
  },
  listen: {
    pending: 'Listen on this computer',
    active: 'Starting to listen on this computer',
    done: 'Listening on this computer',
    over: 'Listened on this computer',
  },
  openBrowser: { pending: 'Open your browser', active: 'Opening your browser', done: 'Browser opened' },
  wait: { pending: 'Wait for you', active: 'Waiting for you', done: 'You came back' },
  exchange: { pending: 'Exchange the code', active: 'Exchanging the code', done: 'Code exchanged' },
  verify: { pending: 'Check the tokens', active: 'Checking the tokens', done: 'Tokens checked' },
  store: {
    pending: 'Seal the tokens in the vault',
    active: 'Sealing the tokens in the vault',
    done: 'Tokens sealed in the vault',
  },
}

/** True where the answer comes by pasting alone: the redirect URI is no address on this computer. */
export function isPasted({ redirectUri }: SignInView): boolean {
  return redirectUri?.startsWith('https:') === true
}

/** The step of listening where nothing listens: the person pastes the address that the browser ends at. */
export const pastedListenTexts: StepTexts = {
  pending: 'Prepare the request',
  active: 'Preparing the request',
  done: 'Request prepared',
}

/** In place of the exchange where there is no code. */
export const askForTokensTexts: StepTexts = {
  pending: 'Ask for tokens',
  active: 'Asking for tokens',
  done: 'Tokens received',
}

/** Texts of the sign-in screen. */
export const texts = {
  title: 'Connect an account',
  titleAgain: 'Sign in again',
  preparing: 'Getting ready',
  preparingText: 'Keyfold asks the provider how to sign in, then opens your browser.',
  waiting: 'Finish signing in in your browser',
  opened: 'Keyfold opened ',
  inYourBrowser: ' in your own browser. It never sees your password. Come back here when you are done.',
  yourProvider: 'your provider',
  device: 'Enter this code',
  deviceText:
    'Open the address on your phone, another computer or here, sign in, and enter the code. Keyfold waits and goes on by itself.',
  deviceAddress: 'Address',
  deviceCode: 'Code',
  copyAddress: 'Copy the address',
  copyCode: 'Copy the code',
  openHere: 'Open it here',
  qrCode: 'QR code of the address',
  qrCodeWhole: 'Scan it with your phone: the code is in it.',
  qrCodeAddress: 'Scan it with your phone, then enter the code.',
  finishing: 'Almost there',
  finishingText: 'You can close the page in your browser. Keyfold fetches the tokens and checks them.',
  done: 'Connected',
  signedInAs: 'Signed in as ',
  doneText: 'Keyfold keeps the tokens encrypted and renews them.',
  doneInMemory: 'Keyfold keeps the tokens in memory until it quits.',
  doneReplaced: 'This account was connected already: its tokens were replaced by the new ones.',
  failed: 'Sign-in failed',
  cancelled: 'Sign-in cancelled',
  cancelledText:
    'Nothing was stored, and Keyfold no longer listens for this sign-in. A page that is still open in the browser can be closed.',
  accountAsBefore: 'The account stays as it was.',
  gone: 'This sign-in has ended',
  goneText: 'Keyfold holds nothing of it any more.',
  openAgain: 'Open the browser again',
  copyLink: 'Copy the link',
  paste: 'Paste the address',
  cancel: 'Cancel',
  waitingToPaste: 'Sign in, then paste the address of the last page',
  inYourBrowserToPaste:
    ' in your own browser. It never sees your password. Afterwards the browser ends at a page of ',
  pasteThen: '. Copy the whole address of that page, come back here and press “Paste the address”.',
  pasteHint:
    'Does the browser show a page that could not be opened? Copy the address of that page, then press “Paste the address”.',
  doubt: 'The browser may not have opened',
  doubtText: 'Nothing came back yet. Copy the link and open it in any browser on this computer.',
  pasteRefused: 'The pasted address was not taken',
  steps: 'Steps of the sign-in',
  browse: 'Browse its data',
  backToAccounts: 'Back to accounts',
  tryAgain: 'Try again',
  editSetup: 'Edit the setup',
} as const

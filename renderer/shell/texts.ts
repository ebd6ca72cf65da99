/** Texts of the shell: the sidebar, the banners, the palette. */
export const texts = {
  accounts: 'Accounts',
  connect: 'Connect an account',
  setups: 'Provider setups',
  settings: 'Settings',
  sidebar: 'Accounts and screens',
  sidebarWidth: 'Width of the sidebar',
  signingIn: 'signing in',
  loadFailed: 'Keyfold could not load its state',
  tryAgain: 'Try again',
  findPlaceholder: 'Go to a screen, an account, a setup, or do something',
  findNothing: 'Nothing matches.',
  palette: 'Command palette',
  shortcuts: 'Keyboard shortcuts',
  hide: 'Hide',
  howToMend: 'How to mend it',
  sandboxMeaning:
    'Without it, the part of Keyfold that shows what providers answer has all the rights of your user, should somebody break into it.',
  copyCommand: 'Copy the command',
  startAnew: 'Start a new vault',
  startAnewTitle: 'Start a new vault?',
  startAnewText:
    'Every account has to be signed in again. What the present key cannot read is not deleted: its files are set aside in the data folder.',
  unsavedTitle: 'Not everything could be saved',
  unsaved: 'What is new is in memory only and lost when Keyfold quits. Keyfold keeps trying to save it.',
  vault: {
    locked: {
      title: 'The vault is locked',
      text: 'Your tokens are safe on disk, but the keyring does not open them. Unlock the keyring, then try again.',
    },
    memoryOnly: {
      title: 'Tokens are kept for this session only',
      text: 'No keyring that Keyfold can trust was found, so no token is written to disk. After Keyfold quits you sign in again.',
    },
    keyChanged: {
      title: 'The keyring’s key has changed',
      text: 'The vault was sealed with another key and cannot be opened with this one. If the old keyring can be brought back, do that and try again. Or start a new vault and sign in again.',
    },
    backendChanged: {
      title: 'Another keyring wrote the vault',
      text: 'Make that keyring available again and try again. Or start a new vault with the present one and sign in again.',
    },
    failed: {
      title: 'The vault could not be opened',
      text: 'Nothing was lost or overwritten.',
    },
  },
} as const

/** Texts of an account's menu and of the question before it is disconnected. */
export const accountTexts = {
  copyWho: 'Copy the account’s name',
  editSetup: 'Edit the provider setup',
  disconnectTitle: (name: string) => `Disconnect ${name}?`,
  disconnectText: (label: string) =>
    `Keyfold asks the provider to revoke what it granted for ${label}, then deletes the tokens here. To use the account again you sign in again.`,
  signOut: 'Also sign out at the provider',
  signOutText: 'Your browser opens there and ends your session, where the provider offers that.',
} as const

import type { UpdatesView, VaultHealth } from '../../../contract/models.ts'

/** Texts of the settings. */
export const texts = {
  title: 'Settings',
  vault: 'Vault',
  state: 'State',
  backend: 'Keyring',
  writtenBy: 'Written with',
  meaning: 'Means',
  records: 'Records',
  recordsNone: 'none yet',
  unsaved: 'Something is in memory that the disk has not taken yet. Keyfold keeps trying.',
  setAside: 'Set aside',
  setAsideText: 'Could not be read. Nothing was deleted: the files are in the data folder.',
  appearance: 'Appearance',
  theme: 'Theme',
  data: 'Data',
  dataFolder: 'Data folder',
  openFolder: 'Open the folder',
  copyPath: 'Copy the path',
  about: 'About Keyfold',
  version: 'Version',
  runsOn: 'Runs on',
  warnings: 'This build is not for daily use',
  loading: 'Loading the settings',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
} as const

/** Texts of the updates. */
export const updateTexts = {
  title: 'Updates',
  whatIsNew: 'What is new',
  channel: 'Versions',
  channels: { stable: 'Stable', beta: 'Preview' },
  check: 'Check for updates',
  download: 'Download',
  install: 'Install and restart',
  postpone: 'Install when I quit',
  idle: 'Keyfold looks for a newer version only when you ask it to.',
  checking: 'Asking the update server',
  current: 'This is the newest version.',
  checked: 'Checked',
  available: (version: string) => `Version ${version} is available.`,
  ready: (version: string) => `Version ${version} is downloaded and checked.`,
  installsOnQuit: (version: string) => `Version ${version} will be installed when you quit.`,
  trust: {
    signature: 'An update is installed only if its publisher’s signature is right.',
    checksum:
      'On Linux an update rests on the SHA-512 that the update server gives over https; there is no publisher’s signature.',
  },
  off: {
    policy: 'Your administrator has switched updates off.',
    development: 'A build in development is not updated.',
    noServer: 'This build has no update server. Install newer versions by hand.',
    unmanaged: 'This copy is updated by whoever put it here: a store, an archive or an administrator.',
  } satisfies Record<NonNullable<UpdatesView['off']>, string>,
} as const

/** What each state of the vault is called and means. */
export const vaultStates: Record<VaultHealth['state'], { label: string; meaning: string }> = {
  opening: { label: 'opening', meaning: 'Keyfold asks the keyring for the vault’s key.' },
  open: {
    label: 'open',
    meaning:
      'Tokens and client secrets are on disk only encrypted, with a key that the system’s keyring guards.',
  },
  locked: {
    label: 'locked',
    meaning: 'The keyring does not answer. What is stored is safe and cannot be used yet.',
  },
  memoryOnly: {
    label: 'this session only',
    meaning: 'No keyring that can be trusted: tokens stay in memory and are gone when Keyfold quits.',
  },
  keyChanged: {
    label: 'key changed',
    meaning: 'The keyring has another key than the one that sealed the vault.',
  },
  backendChanged: {
    label: 'another keyring',
    meaning: 'The vault was sealed with another keyring than the present one.',
  },
  failed: { label: 'failed', meaning: 'The vault could not be opened; nothing was overwritten.' },
}

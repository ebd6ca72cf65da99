import type { VaultHealth } from '../../../contract/models.ts'

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

const backends: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring, or another Secret Service',
  kwallet: 'KWallet',
  kwallet5: 'KWallet 5',
  kwallet6: 'KWallet 6',
  keychain: 'macOS Keychain',
  dpapi: 'Windows Data Protection',
  basic_text: 'none; only Chromium’s built-in key, which protects nothing',
  unknown: 'none found',
}

/** A keyring's backend in words. */
export function describeBackend(backend: string): string {
  return backends[backend] ?? backend
}

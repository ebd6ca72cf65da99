const names: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring, or another Secret Service',
  kwallet: 'KWallet',
  kwallet5: 'KWallet 5',
  kwallet6: 'KWallet 6',
  keychain: 'macOS Keychain',
  dpapi: 'Windows Data Protection',
  basic_text: 'none; only Chromium’s built-in key, which protects nothing',
  unknown: 'none found',
}

/** A keyring in words, by the name that its backend has in Chromium; one that is not known keeps that name. */
export function describeKeyring(backend: string): string {
  return names[backend] ?? backend
}

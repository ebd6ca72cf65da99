import type { SigningAlgorithm } from '../../../contract/models.ts'

/** Texts of a client's key and certificate. */
export const credentialTexts = {
  key: 'Client key',
  keyNotYet: 'Save the setup, then make its key here or import one.',
  noKey: 'There is no key yet. Make one, or import the one whose public half the provider has.',
  algorithm: 'Algorithm',
  keyId: 'Key ID',
  publicKey: 'Public key (JWK Set)',
  publicKeyHint: 'Give it to the provider. The private half is kept encrypted and cannot be read back.',
  copyPublicKey: 'Copy the public key',
  make: 'Make a key',
  makeOther: 'Make another key',
  makeHint: 'The key is made on this computer and kept encrypted.',
  makeReplaces: 'It takes the place of the key above: the provider has to get its public half.',
  importKey: 'Import a key',
  removeKey: 'Remove the key',
  removeKeyTitle: 'Remove the client key?',
  removeKeyText:
    'The private key is deleted. Sign-ins and refreshes that need it fail until there is another one, and the provider has its public half.',
  privateKey: 'Private key',
  privateKeyHint:
    'PEM (PKCS #8, without a password) or JWK. It is stored encrypted and leaves this field at once.',
  keyMissing: 'Paste the private key.',

  certificate: 'Client certificate',
  certificateNotYet: 'Save the setup, then import its certificate here.',
  noCertificate: 'There is no certificate yet. Import the one that the provider knows this client by.',
  certificatePem: 'Certificate',
  certificateHint: 'PEM; further certificates of its chain may follow.',
  certificateKeyHint:
    'PEM (PKCS #8, without a password). It is stored encrypted and leaves this field at once.',
  certificateMissing: 'Paste the certificate.',
  importCertificate: 'Import a certificate',
  importOtherCertificate: 'Import another certificate',
  removeCertificate: 'Remove the certificate',
  removeCertificateTitle: 'Remove the client certificate?',
  removeCertificateText:
    'The certificate and its private key are deleted. Sign-ins and refreshes fail until there is another one.',
  subject: 'Subject',
  validity: 'Validity',
  fingerprint: 'SHA-256',
  import: 'Import',
  cancel: 'Cancel',
} as const

/** What a key may sign with (RFC 7518, RFC 8037). */
export const algorithmOptions: ReadonlyArray<{ value: SigningAlgorithm; label: string; detail: string }> = [
  { value: 'ES256', label: 'ES256', detail: 'ECDSA on P-256: short and fast' },
  { value: 'RS256', label: 'RS256', detail: 'RSA: what every provider takes' },
  { value: 'PS256', label: 'PS256', detail: 'RSA-PSS' },
  { value: 'EdDSA', label: 'EdDSA', detail: 'Ed25519: few providers take it yet' },
]

/** A key of an elliptic curve fits one algorithm only; an RSA key fits two. */
export const importAlgorithmOptions: ReadonlyArray<{
  value: SigningAlgorithm | 'own'
  label: string
  detail: string
}> = [
  { value: 'own', label: 'As the key says', detail: 'RS256 for an RSA key that does not say' },
  ...algorithmOptions,
]

import { createPrivateKey, X509Certificate } from 'node:crypto'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { ClientCertificate } from '../ports.ts'

/** What the window shows of a certificate. */
export interface CertificateFacts {
  readonly subject: string
  readonly endsAtMs: number
  /** SHA-256 of the certificate, in hexadecimal. */
  readonly fingerprint: string
}

/**
 * Reads a certificate for mutual TLS (RFC 8705) and its private key, both PEM. Further certificates after the first
 * are its chain and are sent along.
 * Throws a ProblemError `invalid_argument` that holds nothing of the key.
 */
export function importCertificate(
  certificate: string,
  privateKey: string,
): { readonly certificate: ClientCertificate; readonly facts: CertificateFacts } {
  const parsed = attempt(() => new X509Certificate(certificate), 'no certificate was found in the first text')
  const key = attempt(
    () => createPrivateKey(privateKey),
    'no unencrypted private key was found in the second text',
  )
  if (!parsed.checkPrivateKey(key)) throw refused('the private key belongs to another certificate')
  return { certificate: { certificate, privateKey }, facts: describe(parsed) }
}

function describe(certificate: X509Certificate): CertificateFacts {
  return {
    subject: certificate.subject.replaceAll('\n', ', ').slice(0, 200),
    endsAtMs: Date.parse(certificate.validTo),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  }
}

function attempt<Value>(parse: () => Value, reason: string): Value {
  try {
    return parse()
  } catch {
    throw refused(reason)
  }
}

function refused(reason: string): ProblemError {
  return new ProblemError(
    makeProblem(
      'invalid_argument',
      'you',
      {
        title: 'This certificate cannot be used',
        detail: 'Mutual TLS needs a certificate and the private key that belongs to it.',
        nextStep: 'Paste both as unencrypted PEM, the certificate first.',
      },
      { reason },
    ),
  )
}

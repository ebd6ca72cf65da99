import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A key and its certificate, in PEM, for a test's https server. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

interface Authority extends Certificate {
  /** Issues a certificate for the DNS names, valid for a day around now, or for the time given. */
  issue(names: readonly string[], validity?: { from: Date; until: Date }): Certificate
}

const dayMs = 86_400_000
const today = () => ({ from: new Date(Date.now() - dayMs), until: new Date(Date.now() + dayMs) })

/** Makes a certificate authority that nobody trusts unless told to. */
export function createAuthority(name = 'Keyfold test authority'): Authority {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = commonName(name)
  const cert = certify({
    issuer: subject,
    subject,
    publicKey: pair.publicKey,
    signingKey: pair.privateKey,
    validity: today(),
    extensions: [basicConstraints],
  })
  return {
    key: exportKey(pair.privateKey),
    cert,
    issue(names, validity = today()) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      return {
        key: exportKey(own.privateKey),
        cert: certify({
          issuer: subject,
          subject: commonName(names[0] ?? 'nobody'),
          publicKey: own.publicKey,
          signingKey: pair.privateKey,
          validity,
          extensions: [alternativeNames(names)],
        }),
      }
    },
  }
}

interface CertificateFields {
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly publicKey: KeyObject
  readonly signingKey: KeyObject
  readonly validity: { readonly from: Date; readonly until: Date }
  readonly extensions: readonly Buffer[]
}

/** RFC 5280 §4.1, in DER. */
function certify(fields: CertificateFields): string {
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))
  const signed = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    fields.issuer,
    sequence(time(fields.validity.from), time(fields.validity.until)),
    fields.subject,
    fields.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...fields.extensions)),
  )
  const signature = sign('sha256', signed, fields.signingKey)
  const whole = sequence(signed, ecdsaWithSha256, der(0x03, Buffer.concat([Buffer.from([0]), signature])))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

const basicConstraints = sequence(
  oid('551d13'),
  der(0x01, Buffer.from([0xff])),
  der(0x04, sequence(der(0x01, Buffer.from([0xff])))),
)

function alternativeNames(names: readonly string[]): Buffer {
  return sequence(oid('551d11'), der(0x04, sequence(...names.map((name) => der(0x82, Buffer.from(name))))))
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name)))))
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+/g, '')}`))
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'))
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), content])
}

function exportKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

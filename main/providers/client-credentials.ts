import * as v from 'valibot'
import { type SetupView, type SigningAlgorithm, signingAlgorithms } from '../../contract/models.ts'
import type { ClientCertificate, Vault } from '../ports.ts'
import { importCertificate } from './client-certificate.ts'
import { importSigningKey, makeSigningKey, publicJwks, type SigningKey } from './signing-key.ts'

/** What a client proves itself with, as far as its setup has it. Main's memory and the vault only. */
export interface ClientCredentials {
  readonly secret?: string
  readonly key?: SigningKey
  readonly certificate?: ClientCertificate
}

/** What the window sees of them. */
export type CredentialsView = Pick<SetupView, 'hasClientSecret' | 'signingKey' | 'certificate'>

/** The credentials of the provider setups, in the vault, a record each. Rejections are ProblemErrors. */
export interface CredentialStore {
  read(setupId: string): Promise<ClientCredentials>
  view(setupId: string): CredentialsView
  putSecret(owner: SetupName, secret: string): Promise<void>
  makeKey(owner: SetupName, algorithm: SigningAlgorithm): Promise<void>
  importKey(owner: SetupName, privateKey: string, algorithm?: SigningAlgorithm): Promise<void>
  importCertificate(owner: SetupName, certificate: string, privateKey: string): Promise<void>
  remove(setupId: string, kind: CredentialKind): Promise<void>
  removeAll(setupId: string): Promise<void>
}

/** What a client may prove itself with. */
export type CredentialKind = 'secret' | 'key' | 'certificate'

interface SetupName {
  readonly id: string
  readonly name: string
}

/** Where each kind of a setup's credentials stands in the vault. */
const recordIds: Readonly<Record<CredentialKind, (setupId: string) => string>> = {
  secret: (setupId) => `client-${setupId}`,
  key: (setupId) => `signing-key-${setupId}`,
  certificate: (setupId) => `certificate-${setupId}`,
}
const kinds = ['secret', 'key', 'certificate'] as const

const keySchema = v.object({
  algorithm: v.picklist(signingAlgorithms),
  keyId: v.string(),
  privateJwk: v.record(v.string(), v.unknown()),
})
const certificateSchema = v.object({ certificate: v.string(), privateKey: v.string() })

/** The credentials of all setups, over the vault. */
export function createCredentialStore(vault: Vault): CredentialStore {
  const noteOf = ({ id, name }: SetupName) => ({ setupId: id, label: name })

  /** The note is in clear: the window shows the public half also while the keyring is locked. */
  function putKey(owner: SetupName, key: SigningKey): Promise<void> {
    const { algorithm, keyId } = key
    const note = { ...noteOf(owner), algorithm, keyId, publicJwks: JSON.stringify(publicJwks(key)) }
    return vault.put({ id: recordIds.key(owner.id), kind: 'client-key', note }, JSON.stringify(key))
  }

  return {
    async read(setupId) {
      const [secret, key, certificate] = await Promise.all(
        kinds.map((kind) => vault.get(recordIds[kind](setupId))),
      )
      return {
        ...(secret !== undefined && { secret }),
        ...(key !== undefined && { key: v.parse(keySchema, JSON.parse(key)) }),
        ...(certificate !== undefined && {
          certificate: v.parse(certificateSchema, JSON.parse(certificate)),
        }),
      }
    },
    view(setupId) {
      const noteOfKind = (kind: CredentialKind) =>
        vault.headers().find(({ id }) => id === recordIds[kind](setupId))?.note
      const key = noteOfKind('key')
      const certificate = noteOfKind('certificate')
      return {
        hasClientSecret: noteOfKind('secret') !== undefined,
        ...(key && {
          signingKey: {
            algorithm: signingAlgorithms.find((one) => one === key.algorithm) ?? 'ES256',
            keyId: key.keyId ?? '',
            publicJwks: key.publicJwks ?? '',
          },
        }),
        ...(certificate && {
          certificate: {
            subject: certificate.subject ?? '',
            endsAtMs: Number(certificate.endsAtMs ?? 0),
            fingerprint: certificate.fingerprint ?? '',
          },
        }),
      }
    },
    putSecret: (owner, secret) =>
      vault.put({ id: recordIds.secret(owner.id), kind: 'client-secret', note: noteOf(owner) }, secret),
    makeKey: async (owner, algorithm) => putKey(owner, await makeSigningKey(algorithm)),
    importKey: async (owner, privateKey, algorithm) => putKey(owner, importSigningKey(privateKey, algorithm)),
    async importCertificate(owner, certificate, privateKey) {
      const imported = importCertificate(certificate, privateKey)
      const { subject, endsAtMs, fingerprint } = imported.facts
      const note = { ...noteOf(owner), subject, endsAtMs: String(endsAtMs), fingerprint }
      const header = { id: recordIds.certificate(owner.id), kind: 'client-key' as const, note }
      await vault.put(header, JSON.stringify(imported.certificate))
    },
    remove: (setupId, kind) => vault.remove(recordIds[kind](setupId)),
    async removeAll(setupId) {
      for (const kind of kinds) await vault.remove(recordIds[kind](setupId))
    },
  }
}

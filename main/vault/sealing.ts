import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Length of a data key, in bytes: AES-256. */
export const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** Seals with AES-256-GCM (NIST SP 800-38D): nonce, ciphertext, tag, in this order. The nonce is random for each call. */
export function sealBytes(key: Uint8Array, plain: Uint8Array, additionalData: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(additionalData)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Opens what {@link sealBytes} made; undefined where the key, the additional data or a single bit is another. */
export function openBytes(
  key: Uint8Array,
  sealed: Uint8Array,
  additionalData: Uint8Array,
): Buffer | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(additionalData)
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)),
      decipher.final(),
    ])
  } catch {
    return undefined
  }
}

import { safeStorage } from 'electron'
import type { Clock, SecretBox } from '../ports.ts'
import { createSafeStorageBox } from './safe-storage.ts'
import { hasSecretService, isDefaultCollectionLocked } from './secret-service.ts'

/** The keyring of this system. Only once the app is ready. */
export function openSecretBox(clock: Clock): SecretBox {
  return createSafeStorageBox({
    safeStorage,
    platform: process.platform,
    clock,
    isKeyringLocked: isDefaultCollectionLocked,
    hasSecretService,
  })
}

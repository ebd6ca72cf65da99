import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, type FileHandle, lstat, mkdir, open, readdir, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../ports.ts'
import { errorCode } from './problems.ts'

/** What reading a file came to. */
export type FileContent =
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly isPrivate: boolean }
  | { readonly kind: 'absent' }
  /** No regular file, or one that is too large: it cannot be ours. */
  | { readonly kind: 'unreadable' }
  /** The system refuses to read it, now. Not damage: the file stays where it is. */
  | { readonly kind: 'refused'; readonly error: unknown }

const privateMode = 0o600
const temporaryName = /\.[0-9a-f]{12}\.tmp$/
// Windows has neither flag; links need a privilege there and there are no FIFOs.
const readSafely = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Reads a whole file. Never follows a link, never blocks on a FIFO, never reads more than `maxBytes`. */
export async function readWhole(path: string, maxBytes: number): Promise<FileContent> {
  let handle: FileHandle
  try {
    handle = await open(path, readSafely)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return { kind: 'absent' }
    // A link (ELOOP), a socket (ENXIO); Windows opens no folder (EISDIR).
    if (code === 'ELOOP' || code === 'ENXIO' || code === 'EISDIR') return { kind: 'unreadable' }
    return { kind: 'refused', error }
  }
  try {
    const stat = await handle.stat()
    if (!stat.isFile() || stat.size > maxBytes) return { kind: 'unreadable' }
    return { kind: 'bytes', bytes: await readBytes(handle, stat.size), isPrivate: (stat.mode & 0o077) === 0 }
  } catch (error) {
    return { kind: 'refused', error }
  } finally {
    await handle.close()
  }
}

/**
 * Writes a whole file so that a crash at any moment, a power cut included, leaves the old file or the new one, and so
 * that the new one is safe once the promise resolves. The previous file is kept as `<name>.bak`.
 *
 * Two waits for the disk are what this takes, and they are most of its cost: the bytes must be down before a name
 * points to them, and the names must be down before the caller gives up what it still has of the old state (a rotated
 * refresh token). All else, reading back included, happens in the page cache. Between the two renames the name is
 * missing for a moment; whoever reads the folder then takes `.bak` (see load-records.ts and key-file.ts), and the next
 * start finishes a record's write that was cut there (cut-writes.ts).
 *
 * @param isSound checks what was read back.
 */
export async function writeWhole(
  folder: string,
  name: string,
  bytes: Uint8Array,
  clock: Clock,
  isSound: (readBack: Buffer) => boolean,
): Promise<void> {
  const temporary = join(folder, `${name}.${randomBytes(6).toString('hex')}.tmp`)
  // 'x' refuses an existing file and does not follow a link.
  const handle = await open(temporary, 'wx+', privateMode)
  try {
    try {
      await writeBytes(handle, bytes)
      const stat = await handle.stat()
      if (stat.size !== bytes.length) throw shortWrite()
      // A hostile umask can take the owner's own bits.
      if ((stat.mode & 0o777) !== privateMode && process.platform !== 'win32') await handle.chmod(privateMode)
      await handle.sync()
      if (!isSound(await readBytes(handle, bytes.length))) throw shortWrite()
    } finally {
      await handle.close()
    }
    await replace(folder, name, temporary, clock)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncFolder(folder)
}

async function replace(folder: string, name: string, temporary: string, clock: Clock): Promise<void> {
  const path = join(folder, name)
  const hasPrevious = await renameIfPresent(path, `${path}.bak`, clock)
  try {
    await renamePatiently(temporary, path, clock)
  } catch (error) {
    if (hasPrevious) await renamePatiently(`${path}.bak`, path, clock).catch(() => undefined)
    throw error
  }
}

/** Renames; false where there is nothing to rename. */
async function renameIfPresent(from: string, to: string, clock: Clock): Promise<boolean> {
  try {
    await renamePatiently(from, to, clock)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

const renameRetries = 5
const busyCodes: readonly (string | undefined)[] = ['EPERM', 'EBUSY', 'EACCES']

/** Renames, again up to five times within 620 ms: on Windows a virus scanner holds new files open for a moment. */
async function renamePatiently(from: string, to: string, clock: Clock): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rename(from, to)
      return
    } catch (error) {
      if (attempt === renameRetries || !busyCodes.includes(errorCode(error))) throw error
      await new Promise<void>((resolve) => clock.schedule(20 * 2 ** attempt, resolve))
    }
  }
}

/**
 * Sets a file aside as `<name>.unreadable-<time>`, over nothing that exists. Links are renamed, not followed.
 * @returns the new name; undefined where there was nothing.
 */
export async function setAside(folder: string, name: string, clock: Clock): Promise<string | undefined> {
  const aside = await freeName(folder, `${name}.unreadable-${timeStamp(clock)}`)
  return (await renameIfPresent(join(folder, name), join(folder, aside), clock)) ? aside : undefined
}

/** `base`, or `base-2`, `base-3`, … where it is taken. */
export async function freeName(folder: string, base: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`
    if (!(await lstat(join(folder, name)).catch(() => undefined))) return name
  }
}

/** ISO 8601 basic format in UTC: a colon is no part of a file's name on Windows. */
export function timeStamp(clock: Clock): string {
  return new Date(clock.now()).toISOString().replaceAll(/[-:]/g, '')
}

/** Makes a folder of the owner's only; what is there and is no folder is set aside. */
export async function makePrivateFolder(parent: string, name: string, clock: Clock): Promise<void> {
  const path = join(parent, name)
  const stat = await lstat(path).catch(() => undefined)
  if (stat !== undefined && !stat.isDirectory()) await setAside(parent, name, clock)
  if (!stat?.isDirectory()) {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await syncFolder(parent)
  }
  if (process.platform !== 'win32' && ((stat?.mode ?? 0) & 0o777) !== 0o700) await chmod(path, 0o700)
}

/** Takes every right of others from a file. A refusal is not an error: the folder is private as well. */
export async function makePrivate(path: string): Promise<void> {
  if (process.platform !== 'win32') await chmod(path, privateMode).catch(() => undefined)
}

/** The names in a folder; none where it does not exist. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return []
    throw error
  }
}

/** Deletes what writes that were cut short left behind. A refusal is not an error. */
export async function removeTemporaryFiles(folder: string): Promise<void> {
  const names = (await namesIn(folder)).filter((name) => temporaryName.test(name))
  for (const name of names) await unlink(join(folder, name)).catch(() => undefined)
}

/** Makes renames and deletions in a folder last over a power cut. Windows offers no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeBytes(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  // A nearly full disk takes a part, reports success, and refuses only the next write.
  for (let offset = 0; offset < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset, offset)
    if (bytesWritten === 0) throw shortWrite()
    offset += bytesWritten
  }
}

async function readBytes(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size)
  let offset = 0
  while (offset < size) {
    const { bytesRead } = await handle.read(bytes, offset, size - offset, offset)
    if (bytesRead === 0) break
    offset += bytesRead
  }
  return bytes.subarray(0, offset)
}

function shortWrite(): Error {
  return Object.assign(new Error('The disk did not keep what was written'), { code: 'EIO', syscall: 'write' })
}

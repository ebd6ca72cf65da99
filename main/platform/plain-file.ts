import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import ElectronStore from 'electron-store'
import * as v from 'valibot'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { Log } from '../ports.ts'

/** One JSON file of plain data. What it held when it was opened, or was written last. */
export interface PlainFile<Value> {
  read(): Value
  /** Rejects nothing silently: throws `disk_full` or `disk_refused` and leaves the last good file in place. */
  write(value: Value): void
}

export interface PlainFileOptions<Schema extends v.GenericSchema> {
  readonly dataDir: string
  /** Without the extension. */
  readonly name: string
  /** Of the whole file, its `version` included. */
  readonly schema: Schema
  readonly defaults: v.InferOutput<Schema>
  readonly log: Log
}

/**
 * Opens a file of plain data through electron-store. A file that cannot be read, or is not of the schema (a newer
 * version included), is set aside under a name of its own; then its copy from before the last write is taken,
 * else the defaults.
 *
 * electron-store leaves a cut file behind on a nearly full disk without a word, so each write is read back and
 * undone from the copy where it did not last.
 */
export function openPlainFile<Schema extends v.GenericSchema>(
  options: PlainFileOptions<Schema>,
): PlainFile<v.InferOutput<Schema>> {
  const { dataDir, name, schema, defaults, log } = options
  const path = join(dataDir, `${name}.json`)
  const copyPath = `${path}.bak`

  /** Undefined where there is no file; throws where it is not what it should be. */
  function load(): v.InferOutput<Schema> | undefined {
    return existsSync(path) ? v.parse(schema, openStore().store) : undefined
  }

  function openStore(): ElectronStore {
    return new ElectronStore({
      cwd: dataDir,
      name,
      configFileMode: 0o600,
      clearInvalidConfig: false,
      accessPropertiesByDotNotation: false,
    })
  }

  function loadOrSetAside(): v.InferOutput<Schema> | undefined {
    try {
      return load()
    } catch {
      const asideName = `${name}.json.unreadable-${new Date().toISOString().replaceAll(':', '-')}`
      renameSync(path, join(dataDir, asideName))
      log.warn('plainFile.setAside', { file: asideName })
      return undefined
    }
  }

  function restoreCopy(): v.InferOutput<Schema> | undefined {
    if (!existsSync(copyPath)) return undefined
    copyFileSync(copyPath, path)
    log.warn('plainFile.copyTaken', { file: `${name}.json` })
    return loadOrSetAside()
  }

  const isNew = !existsSync(path)
  let value = loadOrSetAside() ?? (isNew ? undefined : restoreCopy()) ?? defaults

  return {
    read: () => value,
    write(next) {
      const checked = v.parse(schema, next)
      const hadFile = existsSync(path)
      try {
        if (hadFile) copyFileSync(path, copyPath)
        openStore().store = checked as Record<string, unknown>
        const written = load()
        if (JSON.stringify(written) !== JSON.stringify(checked)) throw new Error('not what was written')
      } catch (error) {
        if (hadFile && existsSync(copyPath)) copyFileSync(copyPath, path)
        throw new ProblemError(notWritten(error))
      }
      value = checked
    },
  }
}

function notWritten(error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  // A cut file gives no error code: it is found when it is read back.
  const isFull = code === undefined || code === 'ENOSPC' || code === 'EDQUOT'
  return makeProblem(
    isFull ? 'disk_full' : 'disk_refused',
    'this computer',
    {
      title: 'The change could not be saved',
      detail: isFull
        ? 'The file did not fit on the disk. What was saved before is unchanged.'
        : 'The system did not let Keyfold write in its data folder. What was saved before is unchanged.',
      nextStep: isFull
        ? 'Make room on the disk, then try again.'
        : 'Check that your user may write in the data folder, then try again.',
    },
    { Error: code },
  )
}

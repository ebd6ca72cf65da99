import { app, autoUpdater as systemUpdater } from 'electron'
import {
  AppImageUpdater,
  type AppUpdater,
  BaseUpdater,
  CancellationToken,
  DebUpdater,
  MacUpdater,
  NsisUpdater,
  Provider,
  RpmUpdater,
  type UpdateInfo,
} from 'electron-updater'
import {
  type ProviderRuntimeOptions,
  parseUpdateInfo,
  resolveFiles,
} from 'electron-updater/out/providers/Provider.js'
import type { UpdateChannel } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import type { Http, UpdateEngine } from '../ports.ts'
import { updateFailed, updateRefused } from '../updates/problems.ts'
import { checkRelease, type Release } from '../updates/release.ts'
import type { InstalledAs } from './installed-as.ts'

/** What a working {@link UpdateEngine} does. */
export type Updater = Pick<UpdateEngine, 'find' | 'download' | 'install' | 'installOnQuit'>

export interface UpdaterOptions {
  readonly kind: InstalledAs
  /** The folder with the releases and the files that describe them. */
  readonly serverUrl: URL
  readonly http: Http
}

const makers: Readonly<Record<InstalledAs, () => AppUpdater>> = {
  nsis: () => new NsisUpdater(),
  mac: () => new MacUpdater(),
  appImage: () => new AppImageUpdater(),
  deb: () => new DebUpdater(),
  rpm: () => new RpmUpdater(),
}

const longestDescriptionBytes = 65_536
const descriptionLimitMs = 30_000

/**
 * electron-updater, kept to what was promised: the description of a release comes over Keyfold's own HTTP stack (no
 * redirects, limits) and is checked before anything of it is used; nothing is downloaded, installed or replaced by an
 * older version unasked.
 */
export function createUpdater({ kind, serverUrl, http }: UpdaterOptions): Updater {
  const updater = makers[kind]()
  let channel: UpdateChannel = 'stable'
  let found: Release | undefined

  /** Where electron-updater asks for the newest release. */
  class CheckedProvider extends Provider<UpdateInfo> {
    // electron-updater makes it with these arguments.
    constructor(_options: unknown, _updater: AppUpdater, runtimeOptions: ProviderRuntimeOptions) {
      super(runtimeOptions)
    }

    async getLatestVersion(): Promise<UpdateInfo> {
      const name = `${this.getCustomChannelName(channel === 'stable' ? 'latest' : channel)}.yml`
      const url = new URL(name, serverUrl)
      const text = await readDescription(http, url)
      found = checkRelease(parse(text, name, url), channel)
      const { version, files, releaseNotes = null, releaseDate = '' } = found
      // `path` and `sha512` are for electron-updater before version 2.15.
      return { version, files, releaseNotes, releaseDate, path: '', sha512: '' }
    }

    resolveFiles(info: UpdateInfo) {
      return resolveFiles(info, serverUrl)
    }
  }

  updater.logger = null
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.autoRunAppAfterInstall = true
  // Parts of files are trusted less than whole ones.
  updater.disableDifferentialDownload = true
  updater.disableWebInstaller = true
  updater.allowPrerelease = true
  updater.isUserWithinRollout = () => true
  updater.setFeedURL({ provider: 'custom', updateProvider: CheckedProvider })
  updater.allowDowngrade = false
  let lastError: Error | undefined
  updater.on('error', (error) => {
    lastError = error
  })

  return {
    async find(chosen) {
      channel = chosen
      const result = await updater.checkForUpdates()
      if (!result?.isUpdateAvailable || found === undefined) return undefined
      return {
        version: found.version,
        ...(found.releaseNotes !== undefined && { notes: found.releaseNotes }),
      }
    },

    async download(onProgress, signal) {
      const token = new CancellationToken()
      const largest = Math.max(...(found?.files.map(({ size }) => size) ?? [0]))
      const stop = (): void => token.cancel()
      const watch = ({ transferred, total }: { transferred: number; total: number }): void => {
        // A file that does not end would fill the disk before its hash is looked at.
        if (transferred > largest) stop()
        onProgress(transferred, Math.max(total, transferred))
      }
      signal.addEventListener('abort', stop)
      updater.on('download-progress', watch)
      try {
        await updater.downloadUpdate(token)
      } catch (error) {
        throw new ProblemError(describeDownload(error, token.cancelled && !signal.aborted))
      } finally {
        updater.off('download-progress', watch)
        signal.removeEventListener('abort', stop)
      }
    },

    install() {
      lastError = undefined
      updater.quitAndInstall(false, true)
      if (lastError !== undefined) throw new ProblemError(updateFailed('install'))
    },

    installOnQuit() {
      // Squirrel.Mac installs what it has prepared when the app has ended.
      if (!(updater instanceof BaseUpdater)) return systemUpdater.checkForUpdates()
      app.once('quit', (_event, exitCode) => {
        if (exitCode === 0) updater.install(true, false)
      })
    },
  }
}

async function readDescription(http: Http, url: URL): Promise<string> {
  const response = await http.stream({
    method: 'GET',
    url: url.href,
    headers: { 'cache-control': 'no-cache' },
    totalTimeoutMs: descriptionLimitMs,
    maxBodyBytes: longestDescriptionBytes,
  })
  const chunks: Uint8Array[] = []
  if (response.status !== 200) throw new ProblemError(updateFailed('check', { Status: response.status }))
  for await (const chunk of response.body) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string, name: string, url: URL): unknown {
  try {
    return parseUpdateInfo(text, name, url)
  } catch {
    throw new ProblemError(updateRefused('a description that cannot be read'))
  }
}

function describeDownload(error: unknown, isTooLong: boolean) {
  if (isTooLong) return updateRefused('a file longer than it should be')
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  if (code === 'ERR_CHECKSUM_MISMATCH') return updateRefused('a file that is not the one described (SHA-512)')
  return updateFailed('download', { Error: code })
}

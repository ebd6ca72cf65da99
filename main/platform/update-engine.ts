import { app } from 'electron'
import type { Http, UpdateEngine } from '../ports.ts'
import type { BuildMarks } from './build-marks.ts'
import { type InstalledAs, installedAs } from './installed-as.ts'
import { mayUpdate, policyFile } from './update-policy.ts'
import type { Updater } from './updater.ts'

/**
 * How this copy of Keyfold updates itself, or why it does not. electron-updater is loaded at the first check: most
 * runs never need it.
 */
export function createUpdateEngine({ marks, http }: { marks: BuildMarks; http: Http }): UpdateEngine {
  const kind = installedAs({
    platform: process.platform,
    executable: process.execPath,
    resourcesFolder: process.resourcesPath,
    env: process.env,
  })
  const serverUrl = marks.updateUrl === undefined ? undefined : checkServer(marks.updateUrl, marks.isDriven)
  // Only macOS and Windows check who signed an update.
  const trust = process.platform === 'linux' ? 'checksum' : 'signature'
  const off = findReason(kind, serverUrl)
  if (off !== undefined || kind === undefined || serverUrl === undefined)
    return refuse(off ?? 'unmanaged', trust)

  let updater: Promise<Updater> | undefined
  let ready: Updater | undefined
  return {
    trust,
    async find(channel) {
      updater ??= import('./updater.ts').then(({ createUpdater }) => createUpdater({ kind, serverUrl, http }))
      ready = await updater
      return ready.find(channel)
    },
    download: async (onProgress, signal) => ready?.download(onProgress, signal),
    install: () => ready?.install(),
    installOnQuit: () => ready?.installOnQuit(),
  }
}

function findReason(kind: InstalledAs | undefined, serverUrl: URL | undefined): UpdateEngine['off'] {
  if (!app.isPackaged) return 'development'
  if (!mayUpdate(policyFile(process.platform, process.env))) return 'policy'
  if (serverUrl === undefined) return 'noServer'
  return kind === undefined ? 'unmanaged' : undefined
}

/** https with a folder's address; http on loopback only in the build that tests drive. */
function checkServer(address: string, isDriven: boolean): URL | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  const isLoopback = url.protocol === 'http:' && url.hostname === '127.0.0.1'
  const isAllowed = url.protocol === 'https:' || (isDriven && isLoopback)
  return isAllowed && url.username === '' && url.password === '' && url.pathname.endsWith('/')
    ? url
    : undefined
}

function refuse(off: NonNullable<UpdateEngine['off']>, trust: UpdateEngine['trust']): UpdateEngine {
  const nothing = (): void => {}
  return {
    off,
    trust,
    find: async () => undefined,
    download: async () => {},
    install: nothing,
    installOnQuit: nothing,
  }
}

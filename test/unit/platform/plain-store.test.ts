import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// biome-ignore lint/correctness/noUndeclaredDependencies: what electron-store is made of
import Conf from 'conf'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ProviderSetup } from '../../../contract/models.ts'
import { openPlainStore } from '../../../main/platform/plain-store.ts'
import { readStartState } from '../../../main/platform/start-state.ts'

const disk = vi.hoisted(() => ({ isNearlyFull: false }))

// electron-store is conf with Electron's data folder as its default, and cannot be imported outside Electron.
// On a nearly full disk its writer leaves the beginning of the file and reports no error.
vi.mock('electron-store', () => ({
  default: class extends Conf {
    constructor({ name, ...options }: { name: string }) {
      super({ ...options, configName: name, projectVersion: '0.0.0' })
    }
    override get store() {
      return super.store
    }
    override set store(value) {
      if (disk.isNearlyFull) writeFileSync(this.path, JSON.stringify(value).slice(0, 20))
      else super.store = value
    }
  },
}))

const setup: ProviderSetup = {
  id: 'contoso',
  kind: 'custom',
  name: 'Contoso',
  issuer: 'https://login.contoso.test/',
  clientId: 'client',
  clientAuthentication: 'none',
  scopes: ['openid'],
  authorizationParameters: {},
  redirect: { host: '127.0.0.1', port: 0, path: '/' },
  apis: [],
}
const place = { x: 10, y: 20, width: 1_000, height: 700, isMaximized: false }

let dataDir = ''
const events: string[] = []
const log = { info: (event: string) => events.push(event), warn: (event: string) => events.push(event) }
const open = () => openPlainStore({ dataDir, log })
const pathOf = (name: string) => join(dataDir, name)
const setAsideFiles = () => readdirSync(dataDir).filter((name) => name.includes('unreadable'))

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'keyfold-plain-'))
  events.length = 0
  disk.isNearlyFull = false
})
afterEach(() => rmSync(dataDir, { recursive: true }))

describe('openPlainStore', () => {
  it('starts with defaults and writes nothing until something changes', () => {
    const store = open()
    expect(store.readSettings()).toEqual({ theme: 'system' })
    expect(store.readSetups()).toEqual([])
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('keeps settings, setups and the window’s place for the next run, for their owner only', () => {
    const store = open()
    store.writeSettings({ theme: 'dark' })
    store.writeWindowPlace(place)
    store.writeSetups([setup])
    expect(open().readSettings()).toEqual({ theme: 'dark' })
    expect(open().readSetups()).toEqual([setup])
    expect(readStartState(dataDir)).toEqual({ theme: 'dark', place })
    for (const name of ['settings.json', 'provider-setups.json']) {
      expect(statSync(pathOf(name)).mode & 0o777).toBe(0o600)
    }
  })

  it.each([
    ['cut in the middle', '{"version":1,"setups":[{"id":"con'],
    ['empty', ''],
    ['null', 'null'],
    ['an array', '[1]'],
    ['of a newer version', '{"version":2,"setups":[]}'],
    ['not of the schema', '{"version":1,"setups":[{"id":"contoso"}]}'],
    ['with a field too many', '{"version":1,"setups":[],"clientSecret":"x"}'],
  ])('sets a file aside that is %s, as it was, and says so', (_what, text) => {
    writeFileSync(pathOf('provider-setups.json'), text)
    expect(open().readSetups()).toEqual([])
    const [aside = ''] = setAsideFiles()
    expect(readFileSync(pathOf(aside), 'utf8')).toBe(text)
    expect(events).toContain('plainFile.setAside')
  })

  it('takes the copy from before the last write where the file is damaged', () => {
    const store = open()
    store.writeSetups([setup])
    store.writeSetups([setup, { ...setup, id: 'second' }])
    writeFileSync(pathOf('provider-setups.json'), '{"version":1,')
    expect(open().readSetups()).toEqual([setup])
    expect(setAsideFiles()).toHaveLength(1)
    expect(events).toEqual(['plainFile.setAside', 'plainFile.copyTaken'])
  })

  it('sets both aside where the copy is damaged too', () => {
    writeFileSync(pathOf('settings.json'), '{')
    writeFileSync(pathOf('settings.json.bak'), '{}')
    expect(open().readSettings()).toEqual({ theme: 'system' })
    expect(setAsideFiles().length).toBeGreaterThan(0)
  })

  it('refuses to write what could not be read again', () => {
    const store = open()
    store.writeSetups([setup])
    expect(() => store.writeSetups([{ ...setup, clientId: '' }])).toThrow()
    expect(open().readSetups()).toEqual([setup])
  })

  it('keeps the file of before where a full disk cuts the new one without a word', () => {
    const store = open()
    store.writeSettings({ theme: 'dark' })
    disk.isNearlyFull = true
    expect(() => store.writeSettings({ theme: 'light' })).toThrow('disk_full')
    expect(store.readSettings()).toEqual({ theme: 'dark' })
    expect(open().readSettings()).toEqual({ theme: 'dark' })
  })

  it('does without the window’s place where it cannot be saved: closing the window must not fail for it', () => {
    const store = open()
    store.writeSettings({ theme: 'dark' })
    disk.isNearlyFull = true
    store.writeWindowPlace(place)
    expect(events).toContain('windowPlace.notSaved')
    expect(readStartState(dataDir)).toEqual({ theme: 'dark', place: undefined })
  })

  it('says that the folder may not be written to', () => {
    const store = open()
    rmSync(dataDir, { recursive: true })
    writeFileSync(dataDir, 'in the way')
    expect(() => store.writeSettings({ theme: 'light' })).toThrow('disk_refused')
    expect(store.readSettings()).toEqual({ theme: 'system' })
  })
})

describe('readStartState', () => {
  it.each([
    'no file',
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"settings":null,"window":null}',
    '{"settings":{"theme":"pink"},"window":{"x":"1","y":0,"width":1,"height":1,"isMaximized":true}}',
    '{"window":{"x":1e400,"y":0,"width":1,"height":1,"isMaximized":false}}',
  ])('gives the defaults for %s', (text) => {
    if (text !== 'no file') writeFileSync(pathOf('settings.json'), text)
    expect(readStartState(dataDir)).toEqual({ theme: 'system', place: undefined })
  })
})

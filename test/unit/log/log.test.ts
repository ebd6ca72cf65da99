import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLog } from '../../../main/log/log.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keyfold-log-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(dir, { recursive: true, force: true })
})

const start = (file = join(dir, 'logs', 'keyfold.log')) => ({
  file,
  log: createLog({ file, clock: createFakeClock() }),
})

describe('the log', () => {
  it('writes a line of JSON for each event, in order', async () => {
    const { file, log } = start()
    log.info('app.started', { version: '1.0', isPackaged: false, accounts: 2 })
    log.warn('vault.locked')
    await log.flush()
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        time: '2026-01-01T00:00:00.000Z',
        level: 'info',
        event: 'app.started',
        facts: { version: '1.0', isPackaged: false, accounts: 2 },
      },
      { time: '2026-01-01T00:00:00.000Z', level: 'warn', event: 'vault.locked', facts: {} },
    ])
  })

  it('keeps to plain values, cuts long texts and escapes what could pass for a line or steer a terminal', async () => {
    const { file, log } = start()
    const hostile = {
      object: { token: 'canary' },
      error: new Error('canary'),
      none: undefined,
      fn: () => 'canary',
    }
    log.info('a\nb', {
      ...(hostile as unknown as Record<string, string>),
      long: 'x'.repeat(5_000),
      lines: 'one\r\n{"event":"forged"}\u2028\u0085two',
      terminal: '\u001b[2J\u009b31m\u202e',
    })
    await log.flush()
    const text = await readFile(file, 'utf8')
    expect(text).toMatch(/^[\x20-\x7e]+\n$/)
    expect(text).not.toContain('canary')
    expect(Object.keys(JSON.parse(text).facts)).toEqual(['long', 'lines', 'terminal'])
    expect(JSON.parse(text).facts.long).toHaveLength(200)
  })

  it('is readable by its owner only, also where an old file was not', async () => {
    const { file, log } = start()
    log.info('a.b')
    await log.flush()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await chmod(file, 0o644)
    const again = start(file).log
    again.info('a.b')
    await again.flush()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('begins a new file at 1 MB and keeps one before it', async () => {
    const { file, log } = start()
    await mkdir(join(dir, 'logs'))
    await writeFile(file, `${'x'.repeat(999_950)}\n`)
    for (let turn = 0; turn < 3; turn++) {
      log.info('a.b', { turn })
      await log.flush()
    }
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4)
    expect((await stat(`${file}.1`)).size).toBe(999_951)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await writeFile(file, 'y'.repeat(1_000_000))
    const later = start(file).log
    later.info('c.d')
    await later.flush()
    expect((await readFile(`${file}.1`, 'utf8'))[0]).toBe('y')
    expect(await readdir(join(dir, 'logs'))).toEqual(['keyfold.log', 'keyfold.log.1'])
  })

  it('loses lines and nothing else while it cannot write, and writes again afterwards', async () => {
    const file = join(dir, 'keyfold.log')
    await mkdir(file)
    const { log } = start(file)
    log.info('lost.one')
    await log.flush()
    await rm(file, { recursive: true })
    log.info('kept.two')
    await log.flush()
    expect(await readFile(file, 'utf8')).toContain('kept.two')
    expect(await readFile(file, 'utf8')).not.toContain('lost.one')
  })

  it('does not pile up lines for a disk that hangs', async () => {
    const { file, log } = start()
    for (let turn = 0; turn < 5_000; turn++) log.info('a.b', { turn })
    await log.flush()
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(1_000)
  })

  it('echoes to standard error only where asked to', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    const file = join(dir, 'keyfold.log')
    createLog({ file, clock: createFakeClock() }).info('quiet.one')
    expect(error).not.toHaveBeenCalled()
    const echoed = createLog({ file, clock: createFakeClock(), isEchoed: true })
    echoed.info('loud.one')
    await echoed.flush()
    expect(error).toHaveBeenCalledOnce()
  })
})

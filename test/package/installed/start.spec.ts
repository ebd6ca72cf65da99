import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { byTurns, median } from '../../bench/support/measures.ts'
import { openKeyring } from '../../e2e/support/keyring.ts'
import { makePlace } from '../../e2e/support/place.ts'
import { startProcess } from '../../e2e/support/processes.ts'
import { test } from '../../e2e/support/test.ts'
import { program } from '../support/installed.ts'

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'
/** An empty window in an archive of its own on the same runtime with the same fuses. */
const emptyProgram = process.env.KEYFOLD_EMPTY_PROGRAM ?? ''
const runs = 6
const limitMs = 45_000

test('the cold start of the installed app against an empty window', async ({ display }) => {
  const place = makePlace(display)
  const keyring = await openKeyring(place, 'unlocked')
  // Tells of every window that comes onto the screen.
  const watcher = await startProcess('xev', ['-display', display, '-root', '-event', 'substructure'], {
    env: place.env,
  })
  const start = (path: string) => async () => {
    // Removed with the place, when the last of its processes has ended.
    const dataFolder = mkdtempSync(join(place.root, 'start-'))
    const before = watcher.output().length
    const startedMs = performance.now()
    const child = spawn(path, [`--user-data-dir=${dataFolder}`, '--password-store=gnome-libsecret'], {
      env: keyring.env,
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    try {
      while (!/MapNotify event.*?override NO/s.test(watcher.output().slice(before))) {
        if (performance.now() - startedMs > limitMs) throw new Error(`${path} showed no window`)
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
      return performance.now() - startedMs
    } finally {
      child.kill('SIGKILL')
      await ended
    }
  }
  try {
    const taken = await byTurns({ ours: start(program), empty: start(emptyProgram) }, runs)
    const [ours, empty] = [median(taken.ours), median(taken.empty)]
    writeFileSync(join(artifacts, 'cold-start.json'), JSON.stringify({ ours, empty, runs }))
  } finally {
    await watcher.kill()
    await keyring.close()
    await place.remove()
  }
})

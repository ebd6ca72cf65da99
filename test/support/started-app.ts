import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { Ports } from '../../main/ports.ts'
import { createTestApp, createTestDisk, type TestApp, type TestDisk } from './test-app.ts'

const folders: string[] = []
const apps: TestApp[] = []

afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A disk in a folder of its own; it goes with the test. */
export function makeTestDisk(): TestDisk {
  const folder = mkdtempSync(join(tmpdir(), 'keyfold-app-'))
  folders.push(folder)
  return createTestDisk(folder)
}

/** Starts the program over a disk; it is closed with the test, and may be closed before. */
export async function startTestApp(disk: TestDisk, changes: Partial<Ports> = {}): Promise<TestApp> {
  const app = createTestApp(disk, changes)
  apps.push(app)
  await app.start()
  return app
}

import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'playwright/test'
import type { Place } from '../../e2e/support/place.ts'

/** Where scripts/test-package/root-requests.mjs, which runs as root, looks for what to do. */
const folder = process.env.KEYFOLD_ROOT_REQUESTS ?? ''

/** Asks root for one of the few things that it does for these tests; rejects where it refused. */
export async function askRoot(request: 'goBack' | 'forbidUpdates' | 'allowUpdates'): Promise<void> {
  const path = join(folder, request)
  writeFileSync(`${path}.tmp`, `${request}\n`)
  renameSync(`${path}.tmp`, `${path}.request`)
  await expect.poll(() => existsSync(`${path}.answer`), { timeout: 60_000 }).toBe(true)
  const exitCode = readFileSync(`${path}.answer`, 'utf8')
  // The next request of this name has an answer of its own.
  rmSync(`${path}.answer`)
  expect(exitCode, request).toBe('0')
}

/** Puts a pkexec on the place's PATH that hands what it is given to root, where a desktop would ask for a password. */
export function installPolkitStandIn({ bin }: Place): void {
  const file = join(bin, 'pkexec')
  writeFileSync(
    file,
    `#!/bin/sh
request='${folder}'/$$
printf '%s\\n' "$@" > "$request.tmp" && mv "$request.tmp" "$request.request"
while [ ! -e "$request.answer" ]; do sleep 0.1; done
exit "$(cat "$request.answer")"
`,
  )
  chmodSync(file, 0o755)
}

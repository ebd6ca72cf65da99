import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { stop } from '../say.mjs'

/* `node scripts/package/check-fuses.mjs dist`: fails unless the fuses of every unpacked program are as promised. */
const { FuseV1Options, getCurrentFuseWire } = createRequire(import.meta.url)('@electron/fuses')
/** A fuse's state is a character of the wire. */
const [off, on] = Buffer.from('01')

/** By their place in the wire; 7 is GrantFileProtocolExtraPrivileges, which the library's version here does not name. */
const promised = {
  [FuseV1Options.RunAsNode]: off,
  [FuseV1Options.EnableCookieEncryption]: on,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
  [FuseV1Options.EnableNodeCliInspectArguments]: off,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
  [FuseV1Options.OnlyLoadAppFromAsar]: on,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
  7: off,
}

const folder = process.argv[2] ?? 'dist'
const programs = readdirSync(folder)
  .flatMap((name) => ['keyfold', 'Keyfold.exe', 'Keyfold.app'].map((program) => join(folder, name, program)))
  .filter((path) => existsSync(path))
if (programs.length === 0) stop(`There is no unpacked program in ${folder}`)
for (const program of programs) {
  const wire = await getCurrentFuseWire(program)
  const wrong = Object.entries(promised).filter(([fuse, state]) => wire[fuse] !== state)
  if (wrong.length > 0)
    stop(`${program}: the fuses ${wrong.map(([fuse]) => fuse).join(', ')} are not as promised`)
  process.stdout.write(`${program}: fuses as promised\n`)
}

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the file system begins in an AppImage of these tools. */
const offset = 4096

/**
 * In the place of the runtime, a program that electron-builder fetches from GitHub: tells and unpacks what follows it,
 * and starts nothing.
 */
const runtime = `#!/bin/sh
case "$1" in
  --appimage-offset) echo ${offset}; exit ;;
  --appimage-extract) exec unsquashfs -quiet -no-progress -d squashfs-root -o ${offset} "$0" ;;
esac
echo 'This AppImage was made to be read by tests: it does not start.' >&2
exit 1
`

/**
 * Lays out the tools that electron-builder makes AppImages with (APPIMAGE_TOOLS_PATH), of Debian's own programs. What
 * they make has everything but the runtime in front, and is never handed out.
 * @param {string} folder to be made
 */
export function layOutAppImageTools(folder) {
  mkdirSync(join(folder, 'runtimes'), { recursive: true })
  symlinkSync('/usr/bin/desktop-file-validate', join(folder, 'desktop-file-validate'))
  // The best compression takes half a minute.
  const script = '#!/bin/sh\nexec /usr/bin/mksquashfs "$@" -Xcompression-level 1\n'
  writeFileSync(join(folder, 'mksquashfs'), script, { mode: 0o755 })
  for (const arch of ['x64', 'arm64']) {
    writeFileSync(join(folder, 'runtimes', `runtime-${arch}`), runtime.padEnd(offset, '#'), { mode: 0o755 })
    mkdirSync(join(folder, 'lib', arch), { recursive: true })
  }
}

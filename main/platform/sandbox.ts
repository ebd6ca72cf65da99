import type { ProgramWarning } from '../../contract/models.ts'

/** What is known of the running program and its system; read only where the sandbox is off. */
export interface SandboxFacts {
  readonly platform: NodeJS.Platform
  /** Undefined on Windows. */
  readonly userId: number | undefined
  /** Path of the AppImage's file, as its runtime tells. */
  readonly appImage: string | undefined
  /** Path of the executable. */
  readonly executable: string
  /** True where the deb or rpm installed it, which brings an AppArmor profile. */
  readonly isInstalledByPackage: boolean
  /** A setting of the kernel by its path below /proc/sys; undefined where there is none. */
  readonly readKernelSetting: (path: string) => string | undefined
}

type SandboxWarning = Extract<ProgramWarning, { kind: 'sandboxOff' }>

/** Each forbids user namespaces, on which the sandbox stands, to everybody; with the value that allows them. */
const namespaceSettings = [
  { name: 'kernel.unprivileged_userns_clone', forbidden: '0', allowed: '1' },
  { name: 'user.max_user_namespaces', forbidden: '0', allowed: '15000' },
] as const

/**
 * Why the sandbox is off and what mends it. An AppImage switches it off by itself where the system lets it make no user
 * namespace; elsewhere whoever starts Keyfold does, with --no-sandbox or ELECTRON_DISABLE_SANDBOX.
 */
export function describeMissingSandbox(facts: SandboxFacts): SandboxWarning {
  const isAppImage = facts.appImage !== undefined
  const warn = (cause: SandboxWarning['cause'], command?: string): SandboxWarning => ({
    kind: 'sandboxOff',
    cause,
    isAppImage,
    ...(command !== undefined && command.length <= 4_000 && { command }),
  })
  if (facts.userId === 0) return warn('root')
  if (facts.platform !== 'linux') return warn('switch')
  for (const { name, forbidden, allowed } of namespaceSettings) {
    if (facts.readKernelSetting(name.replaceAll('.', '/')) !== forbidden) continue
    return warn('namespacesOff', allowNamespaces(`${name}=${allowed}`))
  }
  const isRestricted = facts.readKernelSetting('kernel/apparmor_restrict_unprivileged_userns') === '1'
  if (isRestricted && !facts.isInstalledByPackage) {
    return warn('appArmor', allowProgram(facts.appImage ?? facts.executable))
  }
  return warn(isAppImage ? 'unknown' : 'switch')
}

function allowNamespaces(setting: string): string {
  return `echo '${setting}' | sudo tee /etc/sysctl.d/60-user-namespaces.conf
sudo sysctl --system`
}

/** The profile that the deb and rpm bring, for a program that stands elsewhere. */
function allowProgram(path: string): string | undefined {
  // A control character in a path would end the line that names it.
  if (/\p{Cc}/u.test(path)) return undefined
  // What apparmor.d(5) takes for a pattern.
  const escaped = path.replaceAll(/[\\"*?[\]{}]/g, '\\$&')
  return `sudo tee /etc/apparmor.d/keyfold-here >/dev/null <<'END'
abi <abi/4.0>,
include <tunables/global>
profile keyfold-here "${escaped}" flags=(unconfined) {
  userns,
}
END
sudo apparmor_parser --replace /etc/apparmor.d/keyfold-here`
}

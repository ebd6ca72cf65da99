import type { About, ProgramWarning } from '../../contract/models.ts'

/** A warning of the program in words. */
export interface WarningText {
  readonly title: string
  readonly text: string
  /** What mends it, in order; the last one goes with the warning's command, where there is one. */
  readonly steps: readonly string[]
}

const notForUse = 'Do not use it with real accounts.'

/** Says what a warning means and what mends it. */
export function describeWarning(warning: ProgramWarning): WarningText {
  switch (warning.kind) {
    case 'testBuild':
      return { title: 'This is a test build', text: `It was ${warning.why}. ${notForUse}`, steps: [] }
    case 'oldRuntime':
      return {
        title: warning.isPackaged ? 'This version gets no security fixes any more' : 'Test runtime',
        text: `It runs on Electron ${warning.electron}, which ${
          warning.reason === 'ended' ? 'is no longer supported' : 'lacks known security fixes'
        }. ${warning.isPackaged ? 'Look for a newer version of Keyfold.' : notForUse}`,
        steps: [],
      }
    case 'sandboxOff':
      return { title: 'The sandbox is off', ...describeSandbox(warning) }
  }
}

const mendFirst = 'Mend it before you use real accounts.'

function describeSandbox(
  warning: Extract<ProgramWarning, { kind: 'sandboxOff' }>,
): Omit<WarningText, 'title'> {
  const { cause, isAppImage, command } = warning
  const usePackage =
    'Install the deb or rpm package instead: it brings the rule that allows Keyfold its sandbox, and nothing else changes.'
  switch (cause) {
    case 'root':
      return {
        text: `Keyfold runs as root, for whom Chromium has no sandbox. ${mendFirst}`,
        steps: ['Quit Keyfold and start it as an ordinary user.'],
      }
    case 'appArmor':
      return {
        text: `AppArmor keeps this copy from making user namespaces, on which the sandbox stands. ${mendFirst}`,
        steps: [
          usePackage,
          ...(command
            ? ['Or keep this copy where it is, run this once in a terminal, and start it again:']
            : []),
        ],
      }
    case 'namespacesOff':
      return {
        text: `This system lets no program make user namespaces, on which the sandbox stands. ${mendFirst}`,
        steps: [
          'Ask whoever administrates this computer whether that is meant.',
          'To allow them for every program, run this once in a terminal, and start Keyfold again:',
        ],
      }
    case 'switch':
      return {
        text: `Keyfold was started with --no-sandbox or ELECTRON_DISABLE_SANDBOX. ${mendFirst}`,
        steps: ['Quit Keyfold and start it without them.'],
      }
    case 'unknown':
      return {
        text: `This ${isAppImage ? 'AppImage' : 'copy'} could make no user namespace, on which the sandbox stands. ${mendFirst}`,
        steps: [
          'See that the program unshare is there (package util-linux): the AppImage asks it.',
          usePackage,
        ],
      }
  }
}

/** The name under which a warning is put away: for this version of Keyfold. */
export function warningKey({ version }: About, { kind }: ProgramWarning): string {
  return `${version} ${kind}`
}

/**
 * The warnings that stand over every screen: of a build, one, until it is put away; that the sandbox is off, always.
 * What is so in development stands in the settings alone.
 */
export function bannerWarnings(about: About, hidden: readonly string[]): readonly ProgramWarning[] {
  const sandbox = about.warnings.filter(({ kind }) => kind === 'sandboxOff')
  const builds = about.warnings.filter(
    (warning) => warning.kind === 'testBuild' || (warning.kind === 'oldRuntime' && warning.isPackaged),
  )
  const isHidden = (warning: ProgramWarning) => hidden.includes(warningKey(about, warning))
  // A test build is told by its runtime: both would say the same.
  return [...sandbox, ...builds.slice(0, 1).filter((warning) => !isHidden(warning))]
}

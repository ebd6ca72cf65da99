import type { UpdateChannel, UpdatesView } from '../../contract/models.ts'
import { type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock, Log, UpdateEngine } from '../ports.ts'
import { updateFailed } from './problems.ts'

/** Updates of this copy of Keyfold: each step is asked for by the person, none begins by itself. */
export interface Updates {
  view(): UpdatesView
  /** Asks the server for a newer release of the channel. */
  check(channel: UpdateChannel): Promise<void>
  /** Downloads what the last check found, and checks it. */
  download(): Promise<void>
  /** Quits, installs and starts the new version. */
  install(): void
  /** Installs when the person quits. */
  postpone(): void
  /** Ends a download under way. */
  close(): void
}

export interface UpdatesOptions {
  readonly engine: UpdateEngine
  readonly clock: Clock
  readonly log: Log
  onChange(view: UpdatesView): void
}

/** How often a download's progress is told. */
const progressIntervalMs = 200

/** The state of updates as the window shows it, over an engine that does the work. Steps in a wrong order are ignored. */
export function createUpdates({ engine, clock, log, onChange }: UpdatesOptions): Updates {
  let view: UpdatesView = {
    phase: engine.off === undefined ? 'idle' : 'off',
    ...(engine.off !== undefined && { off: engine.off }),
    trust: engine.trust,
    installsOnQuit: false,
  }
  let download: AbortController | undefined

  function show(changes: Partial<UpdatesView>): void {
    const { problem: _past, ...kept } = view
    view = { ...kept, ...changes }
    onChange(view)
  }

  function fail(phase: UpdatesView['phase'], error: unknown, step: 'check' | 'download' | 'install'): void {
    const problem: Problem = error instanceof ProblemError ? error.problem : updateFailed(step)
    log.warn('update.failed', { step, code: problem.code })
    show({ phase, problem })
  }

  return {
    view: () => view,

    async check(channel) {
      if (view.phase === 'off' || ['checking', 'downloading', 'ready'].includes(view.phase)) return
      show({ phase: 'checking' })
      try {
        const release = await engine.find(channel)
        const {
          version: _version,
          notes: _notes,
          totalBytes: _total,
          receivedBytes: _received,
          ...rest
        } = view
        view = { ...rest, checkedAtMs: clock.now() }
        if (release === undefined) show({ phase: 'current' })
        else
          show({
            phase: 'available',
            version: release.version,
            ...(release.notes && { notes: release.notes }),
          })
      } catch (error) {
        fail('idle', error, 'check')
      }
    },

    async download() {
      if (view.phase !== 'available') return
      download = new AbortController()
      show({ phase: 'downloading', receivedBytes: 0 })
      let toldAtMs = Number.NEGATIVE_INFINITY
      try {
        await engine.download((receivedBytes, totalBytes) => {
          if (clock.monotonic() - toldAtMs < progressIntervalMs) return
          toldAtMs = clock.monotonic()
          show({ receivedBytes, totalBytes })
        }, download.signal)
        log.info('update.ready', { version: view.version ?? '' })
        show({ phase: 'ready' })
      } catch (error) {
        fail('available', error, 'download')
      } finally {
        download = undefined
      }
    },

    install() {
      if (view.phase !== 'ready') return
      try {
        engine.install()
      } catch (error) {
        fail('ready', error, 'install')
      }
    },

    postpone() {
      if (view.phase !== 'ready' || view.installsOnQuit) return
      engine.installOnQuit()
      show({ installsOnQuit: true })
    },

    close() {
      download?.abort()
    },
  }
}

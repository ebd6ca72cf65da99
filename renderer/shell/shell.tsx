import { type ReactNode, Suspense, useCallback, useEffect } from 'react'
import { useStore } from 'zustand'
import { useAppState, useMirror, useViewState } from '../state/use-app-state.ts'
import { sidebarWidths } from '../state/view.ts'
import { Button } from '../ui/button.tsx'
import { ForeignText } from '../ui/foreign-text.tsx'
import { NoticeList } from '../ui/notice-list.tsx'
import { onDemand } from '../ui/on-demand.ts'
import { ProblemCard } from '../ui/problem-card.tsx'
import { SplitPane } from '../ui/split-pane.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { useReadAhead } from '../ui/use-read-ahead.ts'
import { LiveStatus } from './live-status.tsx'
import styles from './shell.module.css'
import { Sidebar } from './sidebar.tsx'
import { texts } from './texts.ts'
import { useShortcuts } from './use-shortcuts.ts'

const DisconnectDialog = onDemand(() => import('./disconnect-dialog.tsx'), 'DisconnectDialog')
const ShortcutsDialog = onDemand(() => import('./shortcuts-dialog.tsx'), 'ShortcutsDialog')
const CommandPalette = onDemand(() => import('./command-palette.tsx'), 'CommandPalette')
/** Whoever opens one goes on typing at once: keys that come before it is there would be lost. */
const dialogs = [CommandPalette, DisconnectDialog, ShortcutsDialog]

const okStaysMs = 7_000

/** Everything around a screen: the sidebar, the palette, notices, the live region, the theme. */
export function Shell({ children }: { children: ReactNode }) {
  const state = useAppState()
  const { actions } = state
  const width = useViewState((view) => view.sidebarWidth)
  const isPaletteOpen = useViewState((view) => view.isPaletteOpen)
  const isShortcutsOpen = useViewState((view) => view.isShortcutsOpen)
  const disconnecting = useViewState((view) => view.disconnecting)
  const status = useMirror((mirror) => mirror.status)
  const hasSlices = useMirror((mirror) => mirror.slices !== undefined)
  const problem = useMirror((mirror) => mirror.problem)
  const theme = useMirror((mirror) => mirror.slices?.settings.theme)
  const isNarrow = useMediaQuery('(max-width: 999px)')
  useShortcuts(state)
  useReadAhead(status !== 'loading', dialogs)

  useEffect(() => {
    const root = document.documentElement
    if (!theme || theme === 'system') delete root.dataset.theme
    else root.dataset.theme = theme
  }, [theme])

  return (
    <>
      <SplitPane
        sideAt="start"
        side={<Sidebar isCollapsed={isNarrow} />}
        landmark={{ as: 'nav', label: texts.sidebar }}
        label={texts.sidebarWidth}
        width={width}
        minWidth={sidebarWidths.min}
        maxWidth={sidebarWidths.max}
        onResize={actions.setSidebarWidth}
        isResizable={!isNarrow}
      >
        {status === 'failed' && !hasSlices && problem ? (
          <main className={styles.failure} data-pane="content">
            <h1 className={styles.failureTitle}>{texts.loadFailed}</h1>
            <ProblemCard problem={problem} onCopy={actions.copyText}>
              <Button kind="primary" icon="refresh" onPress={() => void actions.reload()}>
                {texts.tryAgain}
              </Button>
            </ProblemCard>
          </main>
        ) : (
          children
        )}
      </SplitPane>
      <Notices />
      <LiveStatus />
      <Suspense fallback={null}>{isPaletteOpen ? <CommandPalette /> : null}</Suspense>
      <Suspense fallback={null}>{isShortcutsOpen ? <ShortcutsDialog /> : null}</Suspense>
      <Suspense fallback={null}>
        {disconnecting === undefined ? null : <DisconnectDialog accountId={disconnecting} />}
      </Suspense>
    </>
  )
}

function Notices() {
  const { notices, actions } = useAppState()
  const list = useStore(notices.store, (current) => current.notices)
  const dismiss = useCallback((id: number) => actions.dismissNotice(id), [actions])
  return (
    <NoticeList
      notices={list.map((notice) => ({
        id: notice.id,
        tone: notice.tone,
        title: notice.title,
        text: <ForeignText>{notice.text}</ForeignText>,
        ...(notice.tone === 'ok' ? { staysMs: okStaysMs } : {}),
      }))}
      onDismiss={dismiss}
    />
  )
}

import { Fragment } from 'react'
import { useActions } from '../state/use-app-state.ts'
import { ExplainDialog } from '../ui/dialog.tsx'
import { formatShortcut } from '../ui/platform.ts'
import styles from './shortcuts-dialog.module.css'
import { texts } from './texts.ts'

const groups = [
  {
    title: 'Everywhere',
    shortcuts: [
      ['Mod+K', 'Command palette'],
      ['Mod+1', 'Accounts'],
      ['Mod+2', 'Provider setups'],
      ['Mod+3', 'Settings'],
      ['Mod+N', 'Connect an account'],
      ['F6', 'Next pane'],
      ['Shift+F6', 'Previous pane'],
      ['Shift+F10', 'Menu of the account or the value'],
      ['Mod+/', 'This list'],
    ],
  },
  {
    title: 'Explorer',
    shortcuts: [
      ['Mod+Enter', 'Send the request'],
      ['Mod+F', 'Find in the response'],
      ['Mod+C', 'Copy the value'],
      ['Enter', 'Show the whole row'],
      ['→', 'Open an object or an array'],
      ['←', 'Close it'],
    ],
  },
  { title: 'Sign-in', shortcuts: [['Esc', 'Cancel']] },
] as const

/** Every shortcut, as this system writes it. */
export function ShortcutsDialog() {
  const actions = useActions()
  return (
    <ExplainDialog isOpen title={texts.shortcuts} onClose={() => actions.setShortcutsOpen(false)}>
      {groups.map(({ title, shortcuts }) => (
        <Fragment key={title}>
          <h3 className={styles.title}>{title}</h3>
          <dl className={styles.list}>
            {shortcuts.map(([keys, meaning]) => (
              <div key={keys} className={styles.row}>
                <dt>{meaning}</dt>
                <dd>
                  <kbd className={styles.keys}>{formatShortcut(keys)}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </Fragment>
      ))}
    </ExplainDialog>
  )
}

import { useMemo, useState } from 'react'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Dialog } from 'react-aria-components/Dialog'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { SearchField } from 'react-aria-components/SearchField'
import { useAppState, useMirror } from '../state/use-app-state.ts'
import { classNames } from '../ui/class-names.ts'
import { ForeignText } from '../ui/foreign-text.tsx'
import { Icon } from '../ui/icon.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import styles from './command-palette.module.css'
import { filterFuzzy } from './fuzzy.ts'
import { listPaletteEntries, type PaletteEntry } from './palette-entries.ts'
import { texts } from './texts.ts'

const mostShown = 100

/** Finds screens, accounts, setups and actions by a few letters. */
export function CommandPalette() {
  const state = useAppState()
  const slices = useMirror((mirror) => mirror.slices)
  const [query, setQuery] = useState('')
  const entries = useMemo(() => listPaletteEntries(slices, state), [slices, state])
  const found = filterFuzzy(entries, query, ({ label, detail }) => `${label} ${detail ?? ''}`).slice(
    0,
    mostShown,
  )

  const run = (entry: PaletteEntry | undefined) => {
    state.actions.setPaletteOpen(false)
    entry?.run()
  }
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => state.actions.setPaletteOpen(isOpen)}
      className={classNames(styles.overlay)}
    >
      <Modal className={classNames(styles.modal)}>
        <Dialog aria-label={texts.palette} className={classNames(styles.dialog)}>
          <Autocomplete inputValue={query} onInputChange={setQuery}>
            <SearchField aria-label={texts.palette} autoFocus className={classNames(styles.search)}>
              <Icon name="search" />
              <Input
                role="combobox"
                aria-expanded="true"
                className={classNames(styles.input)}
                placeholder={texts.findPlaceholder}
                spellCheck={false}
              />
              <KeyHint shortcut="Esc" />
            </SearchField>
            <ListBox
              aria-label={texts.palette}
              className={classNames(styles.list)}
              items={found}
              onAction={(id) => run(found.find((entry) => entry.id === id))}
              renderEmptyState={() => <p className={styles.nothing}>{texts.findNothing}</p>}
            >
              {(entry) => (
                <ListBoxItem id={entry.id} textValue={entry.label} className={classNames(styles.item)}>
                  <Icon name={entry.icon} />
                  <span className={styles.label}>
                    <ForeignText isCut>{entry.label}</ForeignText>
                  </span>
                  {entry.detail ? (
                    <span className={styles.detail}>
                      <ForeignText isCut>{entry.detail}</ForeignText>
                    </span>
                  ) : null}
                  {entry.shortcut ? <KeyHint shortcut={entry.shortcut} /> : null}
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

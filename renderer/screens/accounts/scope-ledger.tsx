import { useState } from 'react'
import type { AccountView } from '../../../contract/models.ts'
import { hasDifferences, type LedgerRow, listMissing, listScopes } from '../../state/scope-ledger.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import styles from './scope-ledger.module.css'
import { texts } from './texts.ts'

/** More than these are folded. */
const mostShown = 20

/** What the account may do: its scopes, what is missing, and on demand the whole ledger. */
export function ScopeLedger({ account }: { account: AccountView }) {
  const [isOpen, setOpen] = useState(false)
  const [isComparing, setComparing] = useState(false)
  const rows = listScopes(account)
  const granted = rows.filter(({ isGranted }) => isGranted)
  const notGranted = rows.filter(({ isAsked, isGranted }) => isAsked && !isGranted)
  const shown = isOpen ? granted : granted.slice(0, mostShown)
  return (
    <div className={styles.ledger}>
      <span className={styles.chips}>
        {granted.length === 0 ? texts.noScopes : null}
        {shown.map(({ scope }) => (
          <Chip key={scope}>
            <ForeignText>{scope}</ForeignText>
          </Chip>
        ))}
        {shown.length < granted.length ? (
          <Button kind="quiet" onPress={() => setOpen(true)}>
            {texts.showAllScopes(granted.length)}
          </Button>
        ) : null}
        {notGranted.map(({ scope }) => (
          <Chip key={scope} tone="warn">
            <ForeignText>{`${scope}: ${texts.notGranted}`}</ForeignText>
          </Chip>
        ))}
        {hasDifferences(rows) ? (
          <Button kind="quiet" aria-expanded={isComparing} onPress={() => setComparing(!isComparing)}>
            {isComparing ? texts.hideLedger : texts.showLedger}
          </Button>
        ) : null}
      </span>
      <MissingScopes account={account} missing={listMissing(rows)} />
      {isComparing ? <LedgerTable rows={rows} /> : null}
    </div>
  )
}

/** Scopes that an API refused calls for, and the way to ask for them. */
function MissingScopes({ account, missing }: { account: AccountView; missing: readonly string[] }) {
  const actions = useActions()
  const [ask, isAsking] = usePending(() => actions.askForScopes(account, missing))
  if (missing.length === 0) return null
  return (
    <div className={styles.missing}>
      <Icon name="alert" />
      <span>
        <ForeignText>{texts.missing(missing.join(', '))}</ForeignText>
      </span>
      <Button isPending={isAsking} onPress={ask}>
        {texts.askFor}
      </Button>
    </div>
  )
}

function LedgerTable({ rows }: { rows: readonly LedgerRow[] }) {
  const isTokenReadable = rows.some(({ isInToken }) => isInToken !== undefined)
  return (
    <div>
      <table className={styles.table} aria-label={texts.ledger}>
        <thead>
          <tr>
            <th scope="col">{texts.scope}</th>
            <th scope="col">{texts.asked}</th>
            <th scope="col">{texts.granted}</th>
            {isTokenReadable ? <th scope="col">{texts.inToken}</th> : null}
            <th scope="col">{texts.needed}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.scope}>
              <th scope="row">
                <ForeignText isCode>{row.scope}</ForeignText>
              </th>
              <Mark isSet={row.isAsked} />
              <Mark isSet={row.isGranted} />
              {isTokenReadable ? <Mark isSet={row.isInToken === true} /> : null}
              <Mark isSet={row.isNeeded} />
            </tr>
          ))}
        </tbody>
      </table>
      {isTokenReadable ? null : <p className={styles.note}>{texts.tokenNotReadable}</p>}
    </div>
  )
}

function Mark({ isSet }: { isSet: boolean }) {
  return (
    <td>
      {isSet ? <Icon name="check" /> : <span aria-hidden="true">–</span>}
      <VisuallyHidden>{isSet ? texts.yes : texts.no}</VisuallyHidden>
    </td>
  )
}

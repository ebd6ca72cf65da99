import { useId, useState } from 'react'
import type { SetupView } from '../../../contract/models.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ForeignText, makeControlsVisible } from '../../ui/foreign-text.tsx'
import { formatPlural } from '../../ui/format.ts'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { Tile } from '../../ui/tile.tsx'
import { RemoveSetupDialog } from './remove-setup-dialog.tsx'
import styles from './setups-screen.module.css'
import { texts } from './texts.ts'

/** One provider setup in the list. */
export function SetupCard({ setup, accountCount }: { setup: SetupView; accountCount: number }) {
  const actions = useActions()
  const headingId = useId()
  const [isAsking, setAsking] = useState(false)
  const [connect, isConnecting] = usePending(() =>
    setup.kind === 'demo' ? actions.connectDemo() : actions.connect(setup.id),
  )
  const name = makeControlsVisible(setup.name)
  const edit = () => actions.goTo({ screen: 'setups', setupId: setup.id })

  return (
    <Card>
      <article className={styles.card} aria-labelledby={headingId}>
        <Tile name={name} />
        <div>
          <h2 id={headingId} className={styles.name}>
            <ForeignText isCut>{setup.name}</ForeignText>
          </h2>
          <div className={styles.where}>
            <ForeignText isCut>
              {setup.kind === 'demo'
                ? texts.demoNote
                : (setup.issuer ?? setup.endpoints?.authorization ?? setup.clientId)}
            </ForeignText>
          </div>
          <div className={styles.facts}>
            <span className={styles.redirect}>
              {texts.redirectTo}
              <ForeignText isCut isCode>
                {setup.redirectUri}
              </ForeignText>
              {setup.isAnyPort ? <span>{texts.anyPort}</span> : null}
            </span>
            <span>{accountCount === 0 ? texts.noAccount : formatPlural(accountCount, 'account')}</span>
          </div>
        </div>
        <div className={styles.actions}>
          <Button isPending={isConnecting} aria-label={`${texts.connect}: ${name}`} onPress={connect}>
            {texts.connect}
          </Button>
          {setup.kind === 'demo' ? null : (
            <IconButton icon="edit" label={`${texts.edit} ${name}`} onPress={edit} />
          )}
          <Menu label={texts.more} trigger={<IconButton icon="more" label={`${texts.more}: ${name}`} />}>
            <MenuItem icon="copy" onAction={() => void actions.copyText(setup.redirectUri)}>
              {texts.copyRedirect}
            </MenuItem>
            <MenuSeparator />
            <MenuItem icon="trash" isDanger onAction={() => setAsking(true)}>
              {`${texts.remove}…`}
            </MenuItem>
          </Menu>
        </div>
      </article>
      <RemoveSetupDialog setup={setup} isOpen={isAsking} onClose={() => setAsking(false)} />
    </Card>
  )
}

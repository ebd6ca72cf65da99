import type { AccountView } from '../../contract/models.ts'
import { accountActionLabels, isUsable, mayRefreshNow, regainLabel } from '../state/account-state.ts'
import { selectSetup } from '../state/selectors.ts'
import { useActions, useMirror } from '../state/use-app-state.ts'
import { ContextMenu } from '../ui/context-menu.tsx'
import { makeControlsVisible } from '../ui/foreign-text.tsx'
import { MenuItem, MenuSeparator } from '../ui/menu.tsx'
import type { MenuPlace } from '../ui/menu-place.ts'
import { accountTexts as texts } from './texts.ts'

/** What can be done with an account, where it stands in the sidebar. */
export function AccountMenu(props: { account: AccountView; place: MenuPlace; onClose: () => void }) {
  const { account, place, onClose } = props
  const actions = useActions()
  const setup = useMirror((state) => selectSetup(state, account.setupId))
  return (
    <ContextMenu place={place} label={makeControlsVisible(account.name)} onClose={onClose}>
      <MenuItem icon="browse" onAction={() => actions.goTo({ screen: 'explorer', accountId: account.id })}>
        {accountActionLabels.browse}
      </MenuItem>
      <MenuItem icon="signIn" onAction={() => void actions.regain(account)}>
        {regainLabel(account)}
      </MenuItem>
      <MenuItem
        icon="refresh"
        isDisabled={!mayRefreshNow(account)}
        onAction={() => void actions.refreshAccount(account.id)}
      >
        {accountActionLabels.refresh}
      </MenuItem>
      <MenuItem
        icon="key"
        isDisabled={!isUsable(account)}
        onAction={() => actions.goTo({ screen: 'exchange', accountId: account.id })}
      >
        {`${accountActionLabels.exchange}…`}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="copy" onAction={() => void actions.copyText(account.label)}>
        {texts.copyWho}
      </MenuItem>
      <MenuItem
        icon="edit"
        isDisabled={setup === undefined || setup.kind === 'demo'}
        onAction={() => actions.goTo({ screen: 'setups', setupId: account.setupId })}
      >
        {texts.editSetup}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="unplug" isDanger onAction={() => actions.askToDisconnect(account.id)}>
        {`${accountActionLabels.disconnect}…`}
      </MenuItem>
    </ContextMenu>
  )
}

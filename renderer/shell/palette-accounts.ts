import type { AccountView, SetupView, Slices } from '../../contract/models.ts'
import { accountActionLabels, isUsable, mayRefreshNow, regainLabel } from '../state/account-state.ts'
import type { AppState } from '../state/app-state.ts'
import { joinAddress } from '../state/request-address.ts'
import type { PaletteEntry } from './palette-entries.ts'

/** Of all accounts together: the palette is built anew whenever it opens. */
const mostRequests = 2_000

/** What can be done with each account, but for going there. */
export function listAccountEntries(slices: Slices, { actions }: AppState): PaletteEntry[] {
  return slices.accounts.flatMap((account) => {
    const again: PaletteEntry = {
      id: `again-${account.id}`,
      label: `${regainLabel(account)}: ${account.name}`,
      detail: account.label,
      icon: 'signIn',
      run: () => void actions.regain(account),
    }
    const refresh: PaletteEntry = {
      id: `refresh-${account.id}`,
      label: `${accountActionLabels.refresh}: ${account.name}`,
      detail: account.label,
      icon: 'refresh',
      run: () => void actions.refreshAccount(account.id),
    }
    const disconnect: PaletteEntry = {
      id: `disconnect-${account.id}`,
      label: `${accountActionLabels.disconnect} ${account.name}…`,
      detail: account.label,
      icon: 'unplug',
      run: () => actions.askToDisconnect(account.id),
    }
    const exchange: PaletteEntry = {
      id: `exchange-${account.id}`,
      label: `${accountActionLabels.exchange}: ${account.name}`,
      detail: account.label,
      icon: 'key',
      run: () => actions.goTo({ screen: 'exchange', accountId: account.id }),
    }
    return [
      again,
      ...(mayRefreshNow(account) ? [refresh] : []),
      ...(isUsable(account) ? [exchange] : []),
      disconnect,
    ]
  })
}

/** The known requests of each account's APIs. One that only reads is sent at once, any other is filled in. */
export function listRequestEntries(slices: Slices, state: AppState): PaletteEntry[] {
  const entries: PaletteEntry[] = []
  for (const account of slices.accounts) {
    if (!isUsable(account)) continue
    const setup = slices.setups.find(({ id }) => id === account.setupId)
    for (const api of setup?.apis ?? []) {
      for (const request of api.requests) {
        if (entries.length === mostRequests) return entries
        entries.push({
          id: `request-${account.id}-${entries.length}`,
          label: `${request.method} ${request.path}`,
          detail: `${account.name} · ${request.name}`,
          icon: 'send',
          run: () => void runRequest(state, account, joinAddress(api.baseUrl, request.path), request.method),
        })
      }
    }
  }
  return entries
}

type Method = SetupView['apis'][number]['requests'][number]['method']

async function runRequest(state: AppState, account: AccountView, url: string, method: Method): Promise<void> {
  const { responseOf } = await import('../state/responses.ts')
  const response = responseOf(state.bridge, account.id)
  response.fillLine(method, url)
  state.actions.goTo({ screen: 'explorer', accountId: account.id })
  if (method === 'GET') await response.send(method, url)
}

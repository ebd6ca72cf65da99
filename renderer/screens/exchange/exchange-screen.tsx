import { useState } from 'react'
import type { CallResult } from '../../../contract/ipc.ts'
import { startExchangeForm } from '../../state/exchange-form.ts'
import { useAccount, useSetupOfAccount } from '../../state/use-app-state.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { ExchangeFormScreen } from './exchange-form-screen.tsx'
import { ExchangedScreen } from './exchanged-screen.tsx'
import { texts } from './texts.ts'

/** Exchanges a token of an account (RFC 8693): the form, then the account that came of it. */
export function ExchangeScreen({ accountId }: { accountId: string }) {
  const account = useAccount(accountId)
  const setup = useSetupOfAccount(accountId)
  const [form, setForm] = useState(account && startExchangeForm(account))
  const [result, setResult] = useState<CallResult<'account.exchange'> | undefined>(undefined)

  if (result) {
    return <ExchangedScreen result={result} onAgain={account && (() => setResult(undefined))} />
  }
  if (account === undefined || setup === undefined || form === undefined) {
    return (
      <Screen title={texts.title}>
        <EmptyState icon="key" title={texts.goneTitle}>
          {texts.gone}
        </EmptyState>
      </Screen>
    )
  }
  return (
    <ExchangeFormScreen account={account} setup={setup} form={form} onChange={setForm} onDone={setResult} />
  )
}

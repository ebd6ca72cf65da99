import { type KeyboardEvent, useState } from 'react'
import type { CallResult } from '../../../contract/ipc.ts'
import type { AccountView, SetupView } from '../../../contract/models.ts'
import type { Problem } from '../../../contract/problem.ts'
import {
  argsOfExchange,
  type ExchangeForm,
  findExchangeFaults,
  listExchangeSetups,
} from '../../state/exchange-form.ts'
import { isScope } from '../../state/setup-form-faults.ts'
import { useActions, usePending, useSlice } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { Form, FormFields } from '../../ui/form.tsx'
import { Lead } from '../../ui/lead.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TokensField } from '../../ui/tokens-field.tsx'
import styles from './exchange-screen.module.css'
import { texts } from './texts.ts'

/** What to exchange, and what for. */
export function ExchangeFormScreen(props: {
  account: AccountView
  setup: SetupView
  form: ExchangeForm
  onChange: (form: ExchangeForm) => void
  onDone: (result: CallResult<'account.exchange'>) => void
}) {
  const { account, setup, form, onDone } = props
  const actions = useActions()
  const setups = listExchangeSetups(useSlice('setups') ?? [], setup)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [tries, setTries] = useState(0)
  const faults = tries > 0 ? findExchangeFaults(form) : {}
  const change = (part: Partial<ExchangeForm>) => props.onChange({ ...form, ...part })

  const [exchange, isExchanging] = usePending(async () => {
    setTries((count) => count + 1)
    if (Object.keys(findExchangeFaults(form)).length > 0) return
    setProblem(undefined)
    const result = await actions.exchangeToken(argsOfExchange(account.id, form))
    if (result.ok) onDone(result.value)
    else setProblem(result.problem)
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') exchange()
  }
  return (
    <Screen
      title={texts.title}
      subtitle={`${account.name}, ${account.label}`}
      actions={
        <Button kind="primary" isPending={isExchanging} onPress={exchange}>
          {texts.exchange}
        </Button>
      }
    >
      <Form tries={tries}>
        <Lead>{texts.lead}</Lead>
        {problem ? (
          <div role="alert">
            <ProblemCard problem={problem} onCopy={actions.copyText} />
          </div>
        ) : null}
        <CardGroup title={texts.what}>
          <FormFields>
            <div className={styles.pair}>
              <Select
                label={texts.subject}
                value={form.subjectType}
                options={texts.subjects}
                onChange={(subjectType) => change({ subjectType })}
              />
              <Select
                label={texts.requested}
                value={form.requestedType}
                options={texts.requesteds}
                onChange={(requestedType) => change({ requestedType })}
              />
            </div>
            {setups.length > 1 ? (
              <Select
                label={texts.client}
                value={form.setupId}
                options={setups.map(({ id, name, clientId }) => ({
                  value: id,
                  label: name,
                  detail: clientId,
                }))}
                onChange={(setupId) => change({ setupId })}
                description={texts.clientHint}
              />
            ) : null}
          </FormFields>
        </CardGroup>
        <CardGroup title={texts.target}>
          <FormFields>
            <div className={styles.pair}>
              <TextField
                label={texts.audience}
                description={texts.audienceHint}
                isOptional
                value={form.audience}
                onChange={(audience) => change({ audience })}
                onKeyDown={onKeyDown}
                maxLength={2048}
                isCode
              />
              <TextField
                label={texts.resource}
                description={texts.resourceHint}
                placeholder="https://api.example.com"
                isOptional
                value={form.resource}
                onChange={(resource) => change({ resource })}
                onKeyDown={onKeyDown}
                error={faults.resource}
                maxLength={2048}
                isCode
              />
            </div>
            <TokensField
              label={texts.scopes}
              one="scope"
              tokens={form.scopes}
              suggestions={account.scopesGranted}
              suggestionsLabel={texts.scopesOffered}
              onChange={(scopes) => change({ scopes })}
              findFault={(text) => (isScope(text) ? undefined : texts.scopeFault)}
              description={texts.scopesHint}
            />
          </FormFields>
        </CardGroup>
      </Form>
    </Screen>
  )
}

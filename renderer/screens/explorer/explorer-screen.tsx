import { type KeyboardEvent, useRef } from 'react'
import { regainLabel } from '../../state/account-state.ts'
import { joinAddress, shortAddress } from '../../state/request-address.ts'
import { useAccount, useActions, useCommand, useSetupOfAccount } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { Screen } from '../../ui/screen.tsx'
import styles from './explorer.module.css'
import { RequestLine } from './request-line.tsx'
import { ResponsePane } from './response-pane.tsx'
import { TokenChip } from './token-chip.tsx'
import { useResponse } from './use-response.ts'
import { useWaitPhase } from './use-wait-phase.ts'

/** The explorer of one account: the request line, and what came back. */
export function ExplorerScreen({ accountId }: { accountId: string }) {
  const account = useAccount(accountId)
  const setup = useSetupOfAccount(accountId)
  const actions = useActions()
  const { response, state } = useResponse(accountId)
  const { sending, head, problem } = state
  const wait = useWaitPhase(sending?.sentAtMs)
  const root = useRef<HTMLDivElement>(null)

  const submit = () => root.current?.querySelector<HTMLFormElement>('#explorer-request')?.requestSubmit()
  const find = () => root.current?.querySelector<HTMLInputElement>('#explorer-find')?.focus()
  useCommand('send', submit)
  useCommand('find', find)

  if (account === undefined || setup === undefined) {
    return (
      <Screen title="Explorer" layout="full">
        <EmptyState icon="browse" title="This account is gone">
          It was disconnected. Choose another account to browse its data.
        </EmptyState>
      </Screen>
    )
  }

  const needsRegaining = problem
    ? problem.code === 'needs_sign_in' || problem.code === 'token_not_accepted'
    : account.state === 'needsSignIn'
  const regain = () => void actions.regain(account)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return
    if (event.key === 'Enter') submit()
    else if (event.key.toLowerCase() === 'f') find()
    else return
    event.preventDefault()
  }

  return (
    <Screen
      title={account.name}
      subtitle={account.label}
      status={<TokenChip account={account} />}
      layout="full"
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: shortcuts of what is inside */}
      <div ref={root} className={styles.explorer} onKeyDown={onKeyDown}>
        <RequestLine
          setup={setup}
          response={response}
          state={state}
          isCancelShown={wait !== 'unseen'}
          isSendPrimary={head !== undefined || !needsRegaining}
        />
        {head !== undefined ? (
          <ResponsePane
            account={account}
            head={head}
            setup={setup}
            response={response}
            state={state}
            wait={wait}
          />
        ) : (
          <div className={styles.blank} aria-busy={sending !== undefined}>
            {sending !== undefined ? (
              wait === 'unseen' ? null : (
                <div className={styles.waiting} role="status">
                  <p>
                    Sending {sending.method} {shortAddress(setup.apis, sending.url)}
                  </p>
                  {wait === 'long' ? (
                    <p className={styles.muted}>The API has not answered yet. Wait on, or cancel.</p>
                  ) : null}
                </div>
              )
            ) : problem !== undefined ? (
              <div className={styles.problem} role="alert">
                <ProblemCard problem={problem} onCopy={actions.copyText}>
                  {needsRegaining ? (
                    <Button kind="primary" icon="signIn" onPress={regain}>
                      {regainLabel(account)}
                    </Button>
                  ) : (
                    <Button icon="refresh" onPress={submit}>
                      Try again
                    </Button>
                  )}
                </ProblemCard>
              </div>
            ) : needsRegaining ? (
              <EmptyState
                icon="signIn"
                title="This account needs sign-in"
                actions={
                  <Button kind="primary" icon="signIn" onPress={regain}>
                    {regainLabel(account)}
                  </Button>
                }
              >
                {account.problem?.detail ?? 'Its access has ended.'}
              </EmptyState>
            ) : (
              <FirstRequests
                setup={setup}
                onRun={(method, url) => {
                  response.fillLine(method, url)
                  void response.send(method, url)
                }}
              />
            )}
          </div>
        )}
      </div>
    </Screen>
  )
}

type Setup = NonNullable<ReturnType<typeof useSetupOfAccount>>
type Method = Setup['apis'][number]['requests'][number]['method']

/** Before the first request: what this place is for, and what can be asked. */
function FirstRequests({ setup, onRun }: { setup: Setup; onRun: (method: Method, url: string) => void }) {
  const known = setup.apis.flatMap((api) => api.requests.map((request) => ({ api, request }))).slice(0, 12)
  return (
    <EmptyState icon="browse" title="Browse what this account may see">
      <p>
        {known.length > 0
          ? 'Choose a request, or type a path above. Keyfold adds the access token; it goes to this API only.'
          : 'Type a path above and send it. Keyfold adds the access token; it goes to this API only.'}
      </p>
      {known.length > 0 ? (
        <ul className={styles.firstRequests} aria-label="Known requests">
          {known.map(({ api, request }) => (
            <li key={`${api.baseUrl} ${request.name} ${request.method} ${request.path}`}>
              <button
                type="button"
                className={styles.firstRequest}
                onClick={() => onRun(request.method, joinAddress(api.baseUrl, request.path))}
              >
                <b>{request.method}</b>
                <bdi>{request.path}</bdi>
                <span>{request.description ?? request.name}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </EmptyState>
  )
}

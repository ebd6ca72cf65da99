import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { requestMethods, type SetupView } from '../../../contract/models.ts'
import { joinAddress, shortAddress, splitAddress } from '../../state/request-address.ts'
import type { ResponseActions, ResponseState } from '../../state/responses.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { formatDuration } from '../../ui/format.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './request-line.module.css'

export interface RequestLineProps {
  setup: SetupView
  response: ResponseActions
  state: ResponseState
  /** True once the request has run long enough that Send gives way to Cancel. */
  isCancelShown: boolean
  /** False where something else is the one thing to do, such as to sign in again. */
  isSendPrimary: boolean
}

const mostSuggestions = 8

/** Method, API, path with suggestions, Send; known requests and this session's requests in menus. */
export function RequestLine({ setup, response, state, isCancelShown, isSendPrimary }: RequestLineProps) {
  const { apis } = setup
  const { line } = state
  const [method, setMethod] = useState(line.method)
  const filled = splitAddress(apis, line.url)
  const [apiIndex, setApiIndex] = useState(filled.apiIndex)
  const [path, setPath] = useState(filled.path)
  const form = useRef<HTMLFormElement>(null)
  const revision = useRef(line.revision)
  useEffect(() => {
    if (revision.current === line.revision) return
    revision.current = line.revision
    const next = splitAddress(apis, line.url)
    setMethod(line.method)
    setApiIndex(next.apiIndex)
    setPath(next.path)
  }, [apis, line])

  const api = apis[apiIndex]
  const isWhole = /^https?:\/\//i.test(path.trim())
  const url = joinAddress(api?.baseUrl ?? '', path)
  const canSend = url !== '' && URL.canParse(url)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!canSend) return
    response.fillLine(method, url)
    void response.send(method, url)
  }
  const run = (nextMethod: typeof method, nextUrl: string) => {
    response.fillLine(nextMethod, nextUrl)
    void response.send(nextMethod, nextUrl)
  }

  return (
    <form
      ref={form}
      id="explorer-request"
      className={styles.line}
      onSubmit={submit}
      aria-label="Request"
      data-pane="request"
    >
      <div className={styles.field}>
        <div className={styles.method} data-method={method}>
          <Select
            label="Method"
            isLabelHidden
            value={method}
            options={requestMethods.map((value) => ({ value, label: value }))}
            onChange={setMethod}
          />
        </div>
        {isWhole ? null : apis.length > 1 ? (
          <div className={styles.api}>
            <Select
              label="API"
              isLabelHidden
              value={String(apiIndex)}
              options={apis.map((one, index) => ({
                value: String(index),
                label: one.name,
                detail: one.baseUrl,
              }))}
              onChange={(value) => setApiIndex(Number(value))}
            />
          </div>
        ) : (
          <span className={styles.base} title={api?.baseUrl}>
            <bdi>{api?.baseUrl.replace(/\/+$/, '')}</bdi>
          </span>
        )}
        <PathField
          path={path}
          onChange={setPath}
          suggestions={(api?.requests ?? []).filter((request) => request.path !== path)}
          onChoose={(request) => {
            setMethod(request.method)
            setPath(request.path)
          }}
        />
      </div>
      <div className={styles.go}>
        {isCancelShown ? (
          <Button icon="stop" onPress={() => response.cancel()}>
            Cancel
          </Button>
        ) : (
          // No submit button: in the click that cancels, this button is Send again already and would submit the form.
          <Button
            kind={isSendPrimary ? 'primary' : 'default'}
            isDisabled={!canSend}
            shortcut="Mod+Enter"
            onPress={() => form.current?.requestSubmit()}
          >
            Send
          </Button>
        )}
      </div>
      <Menu
        trigger={
          <IconButton
            icon="star"
            label="Known requests"
            isDisabled={apis.every(({ requests }) => requests.length === 0)}
          />
        }
        label="Known requests"
      >
        {apis.flatMap((one) =>
          one.requests.map((request) => (
            <MenuItem
              key={`${one.baseUrl} ${request.name} ${request.method} ${request.path}`}
              onAction={() => run(request.method, joinAddress(one.baseUrl, request.path))}
            >
              {`${request.name} · ${request.method} ${request.path}`}
            </MenuItem>
          )),
        )}
      </Menu>
      <Menu
        trigger={
          <Button kind="quiet" icon="clock" isDisabled={state.history.length === 0}>
            History
          </Button>
        }
        label="Requests of this session"
      >
        {state.history.slice(0, 20).map((entry) => (
          <MenuItem key={entry.requestId} onAction={() => run(entry.method, entry.url)}>
            {`${entry.method} ${shortAddress(apis, entry.url)}${
              entry.status === undefined
                ? ''
                : ` · ${entry.status} · ${formatDuration(entry.durationMs ?? 0)}`
            }`}
          </MenuItem>
        ))}
      </Menu>
    </form>
  )
}

type KnownRequest = SetupView['apis'][number]['requests'][number]

interface PathFieldProps {
  path: string
  onChange: (path: string) => void
  suggestions: readonly KnownRequest[]
  onChoose: (request: KnownRequest) => void
}

/** The path, with the known requests that hold what was typed: an ARIA combobox whose list helps and never decides. */
function PathField({ path, onChange, suggestions, onChoose }: PathFieldProps) {
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const listId = useId()
  const typed = path.trim().toLowerCase()
  const shown = suggestions
    .filter((request) => `${request.path} ${request.name}`.toLowerCase().includes(typed))
    .slice(0, mostSuggestions)
  const isListShown = isOpen && shown.length > 0
  const choose = (request: KnownRequest | undefined) => {
    if (request !== undefined) onChoose(request)
    setOpen(false)
    setActive(-1)
  }
  return (
    <div className={styles.path}>
      <input
        className={styles.input}
        value={path}
        role="combobox"
        aria-label="Path"
        aria-expanded={isListShown}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(isListShown && active >= 0 ? { 'aria-activedescendant': `${listId}-${active}` } : {})}
        placeholder="Type a path"
        autoComplete="off"
        spellCheck={false}
        maxLength={2_048}
        onChange={(event) => {
          onChange(event.target.value)
          setOpen(true)
          setActive(-1)
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault()
            setOpen(true)
            const step = event.key === 'ArrowDown' ? 1 : -1
            setActive((now) => Math.max(-1, Math.min(shown.length - 1, now + step)))
          } else if (
            event.key === 'Enter' &&
            isListShown &&
            active >= 0 &&
            !event.ctrlKey &&
            !event.metaKey
          ) {
            event.preventDefault()
            choose(shown[active])
          } else if (event.key === 'Enter') setOpen(false)
          else if (event.key === 'Escape' && isListShown) {
            event.stopPropagation()
            setOpen(false)
          }
        }}
      />
      <div
        id={listId}
        role="listbox"
        aria-label="Known requests"
        className={styles.suggestions}
        hidden={!isListShown}
      >
        {isListShown
          ? shown.map((request, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and points here
              <div
                key={`${request.method} ${request.path} ${request.name}`}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === active}
                className={styles.suggestion}
                // The field keeps the focus.
                onMouseDown={(event) => {
                  event.preventDefault()
                  choose(request)
                }}
              >
                <b>{request.method}</b>
                <bdi className={styles.suggestedPath}>{request.path}</bdi>
                <span className={styles.suggestedName}>{request.name}</span>
              </div>
            ))
          : null}
      </div>
    </div>
  )
}

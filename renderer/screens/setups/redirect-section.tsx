import type { PresetView } from '../../../contract/presets.ts'
import { formatRedirectUri, type SetupForm } from '../../state/setup-form.ts'
import { useActions } from '../../state/use-app-state.ts'
import { CardGroup } from '../../ui/card.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { FormFields } from '../../ui/form.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { SetupFormProps } from './form-props.ts'
import styles from './setup-form-screen.module.css'
import { texts } from './texts.ts'

const hosts = [
  { value: '127.0.0.1', label: '127.0.0.1', detail: 'IPv4' },
  { value: '[::1]', label: '[::1]', detail: 'IPv6' },
] as const

/** What the console takes: mostly the redirect URI, at some providers less than that, or nothing. */
function findRegistered(form: SetupForm, preset: PresetView | undefined): string | undefined {
  const uri = formatRedirectUri(form)
  if (!preset || form.redirectAddress.trim() !== '') return uri
  const { register } = preset.redirect
  return register?.startsWith('http') ? uri : register
}

function notesOf({ name, redirect }: PresetView, toRegister: string | undefined): readonly string[] {
  return [
    ...(toRegister === undefined ? [] : [texts.redirectField(name, redirect.field)]),
    ...redirect.notes,
    ...(redirect.isAnyPort || redirect.isPasted ? [] : [texts.redirectPortFree]),
  ]
}

function usualNote(form: SetupForm): string {
  if (form.redirectAddress.trim() !== '') return texts.redirectPasted
  return ['', '0'].includes(form.redirectPort.trim()) ? texts.redirectAnyPort : texts.redirectFixedPort
}

/** Where the authorization response comes back to, and what to register for it. */
export function RedirectSection({ form, errors, preset, onChange }: SetupFormProps) {
  const actions = useActions()
  const toRegister = findRegistered(form, preset)
  return (
    <CardGroup title={texts.redirect}>
      <FormFields>
        <div>
          <div className={styles.caption}>{texts.redirectUri}</div>
          {toRegister === undefined ? (
            <p>{texts.redirectNone}</p>
          ) : (
            <CopyLine text={toRegister} label={texts.copy} onCopy={() => actions.copyText(toRegister)} />
          )}
          {(preset ? notesOf(preset, toRegister) : [usualNote(form)]).map((note) => (
            <p key={note} className={styles.hint}>
              {note}
            </p>
          ))}
        </div>
        <div className={styles.redirect}>
          <Select
            label={texts.redirectHost}
            value={form.redirectHost}
            options={hosts}
            onChange={(redirectHost) => onChange({ redirectHost })}
          />
          <TextField
            label={texts.redirectPort}
            placeholder={texts.redirectPortPlaceholder}
            inputMode="numeric"
            value={form.redirectPort}
            onChange={(redirectPort) => onChange({ redirectPort })}
            error={errors.redirectPort}
          />
          <TextField
            label={texts.redirectPath}
            value={form.redirectPath}
            onChange={(redirectPath) => onChange({ redirectPath })}
            error={errors.redirectPath}
            isCode
          />
        </div>
        <TextField
          label={texts.redirectAddress}
          description={texts.redirectAddressHint}
          placeholder="https://example.com/callback"
          isOptional
          value={form.redirectAddress}
          onChange={(redirectAddress) => onChange({ redirectAddress })}
          error={errors.redirectAddress}
          isCode
        />
      </FormFields>
    </CardGroup>
  )
}

import type { PresetView } from '../../../contract/presets.ts'
import { isScope } from '../../state/setup-form-faults.ts'
import { CardGroup } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { FormFields } from '../../ui/form.tsx'
import { TokensField } from '../../ui/tokens-field.tsx'
import type { SetupFormProps } from './form-props.ts'
import styles from './setup-form-screen.module.css'
import { texts } from './texts.ts'

/** What to ask for: where a preset knows the scopes, as choices with what they mean. */
export function ScopesSection({ form, discovery, preset, onChange }: SetupFormProps) {
  const known = new Set(preset?.scopes.map(({ name }) => name))
  const setScopes = (scopes: readonly string[]) => onChange({ scopes })
  return (
    <CardGroup title={texts.scopes}>
      <FormFields>
        {preset && preset.scopes.length > 0 ? (
          <KnownScopes preset={preset} scopes={form.scopes} onChange={setScopes} />
        ) : null}
        <TokensField
          label={known.size > 0 ? texts.otherScopes : texts.scopesLabel}
          one="scope"
          tokens={form.scopes.filter((scope) => !known.has(scope))}
          suggestions={(discovery?.scopesSupported ?? []).filter((scope) => !known.has(scope))}
          onChange={(others) => setScopes([...form.scopes.filter((scope) => known.has(scope)), ...others])}
          findFault={(text) => (isScope(text) ? undefined : texts.scopeFault)}
          description={known.size > 0 ? undefined : texts.scopesHint}
        />
      </FormFields>
    </CardGroup>
  )
}

interface KnownScopesProps {
  preset: PresetView
  scopes: readonly string[]
  onChange: (scopes: readonly string[]) => void
}

function KnownScopes({ preset, scopes, onChange }: KnownScopesProps) {
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.caption}>{texts.scopesOf(preset.name)}</legend>
      {preset.scopes.map(({ name, meaning }) => (
        <Checkbox
          key={name}
          detail={name}
          isSelected={scopes.includes(name)}
          onChange={(isSelected) =>
            onChange(isSelected ? [...scopes, name] : scopes.filter((scope) => scope !== name))
          }
        >
          <ForeignText>{meaning}</ForeignText>
        </Checkbox>
      ))}
    </fieldset>
  )
}

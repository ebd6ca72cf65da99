import { isScope } from '../../state/setup-form.ts'
import { CardGroup } from '../../ui/card.tsx'
import { TokensField } from '../../ui/tokens-field.tsx'
import type { SetupFormProps } from './form-props.ts'
import { texts } from './texts.ts'

/** What to ask for. */
export function ScopesSection({ form, discovery, onChange }: SetupFormProps) {
  return (
    <CardGroup title={texts.scopes}>
      <TokensField
        label={texts.scopesLabel}
        one="scope"
        tokens={form.scopes}
        suggestions={discovery?.scopesSupported ?? []}
        onChange={(scopes) => onChange({ scopes })}
        findFault={(text) => (isScope(text) ? undefined : texts.scopeFault)}
        description={texts.scopesHint}
      />
    </CardGroup>
  )
}

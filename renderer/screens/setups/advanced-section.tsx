import { countAdvanced } from '../../state/setup-form.ts'
import { findResourceFault, hasAdvancedError } from '../../state/setup-form-faults.ts'
import { CardGroup } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Fold } from '../../ui/fold.tsx'
import { FormFields } from '../../ui/form.tsx'
import { Select } from '../../ui/select.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TokensField } from '../../ui/tokens-field.tsx'
import { TermHelp } from '../../ui/tooltip.tsx'
import { grantOptions, pushedOptions, advancedTexts as texts } from './advanced-texts.ts'
import type { SetupFormProps } from './form-props.ts'
import { ParameterRows } from './list-sections.tsx'
import styles from './setup-form-screen.module.css'

/** What the protocol can do beyond the plain flow, folded: most providers need none of it. */
export function AdvancedSection(props: SetupFormProps) {
  const { form, errors, onChange } = props
  const count = countAdvanced(form)
  return (
    <CardGroup title={texts.advanced}>
      <Fold
        title={texts.advancedTitle}
        note={count > 0 ? texts.inUse(count) : texts.mostNeedNone}
        isForcedOpen={hasAdvancedError(errors)}
      >
        <FormFields>
          <div className={styles.two}>
            <Select
              label={texts.grant}
              value={form.grant}
              options={grantOptions}
              onChange={(grant) => onChange({ grant })}
              description={grantOptions.find(({ value }) => value === form.grant)?.detail}
            />
            <Select
              label={texts.pushed}
              help={<TermHelp term={texts.pushed}>{texts.pushedHelp}</TermHelp>}
              value={form.pushedRequests}
              options={pushedOptions}
              onChange={(pushedRequests) => onChange({ pushedRequests })}
            />
          </div>
          <div className={styles.two}>
            <TextField
              label={texts.signedOutPath}
              help={<TermHelp term={texts.signedOutPath}>{texts.signedOutPathHelp}</TermHelp>}
              isOptional
              placeholder="/signed-out"
              value={form.signedOutPath}
              onChange={(signedOutPath) => onChange({ signedOutPath })}
              error={errors.signedOutPath}
              isCode
            />
          </div>
          <div className={styles.choices}>
            <Checkbox
              detail={texts.dpopText}
              isSelected={form.usesDpop}
              onChange={(usesDpop) => onChange({ usesDpop })}
            >
              {texts.dpop}
            </Checkbox>
            <Checkbox
              detail={texts.requestObjectText}
              isSelected={form.usesRequestObject}
              onChange={(usesRequestObject) => onChange({ usesRequestObject })}
            >
              {texts.requestObject}
            </Checkbox>
          </div>
          <TokensField
            label={texts.resources}
            one="resource"
            tokens={form.resources}
            suggestions={[]}
            onChange={(resources) => onChange({ resources })}
            findFault={findResourceFault}
            description={texts.resourcesHint}
          />
          <TextArea
            label={texts.authorizationDetails}
            isOptional
            description={texts.authorizationDetailsHint}
            placeholder={'[{ "type": "payment_initiation" }]'}
            value={form.authorizationDetails}
            onChange={(authorizationDetails) => onChange({ authorizationDetails })}
            error={errors.authorizationDetails}
            maxLength={10_000}
          />
          <section aria-label={texts.tokenParameters}>
            <h3 className={styles.caption}>{texts.tokenParameters}</h3>
            <ParameterRows {...props} list="tokenParameters" hint={texts.tokenParametersHint} />
          </section>
          <section aria-label={texts.refreshParameters}>
            <h3 className={styles.caption}>{texts.refreshParameters}</h3>
            <ParameterRows {...props} list="refreshParameters" hint={texts.refreshParametersHint} />
          </section>
        </FormFields>
      </Fold>
    </CardGroup>
  )
}

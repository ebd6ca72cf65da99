import type { ReactNode } from 'react'
import { usesCertificate, usesKey, usesSecret } from '../../state/setup-form.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { FormFields } from '../../ui/form.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TermHelp } from '../../ui/tooltip.tsx'
import { CertificateSection, KeySection } from './credential-section.tsx'
import type { SetupFormProps } from './form-props.ts'
import styles from './setup-form-screen.module.css'
import { authenticationOptions, texts } from './texts.ts'

/** Who Keyfold is at the provider, and what it proves that with. */
export function ClientSection(props: SetupFormProps) {
  const { form, errors, setup, onChange } = props
  return (
    <CardGroup title={texts.client}>
      <FormFields>
        <div className={styles.two}>
          <TextField
            label={texts.clientId}
            description={texts.clientIdHint}
            value={form.clientId}
            onChange={(clientId) => onChange({ clientId })}
            error={errors.clientId}
            maxLength={200}
            isCode
          />
          <Select
            label={texts.authentication}
            help={<TermHelp term={texts.authentication}>{texts.authenticationHelp}</TermHelp>}
            value={form.clientAuthentication}
            options={authenticationOptions}
            onChange={(clientAuthentication) => onChange({ clientAuthentication })}
            description={describeAuthentication(props)}
          />
        </div>
        {usesSecret(form.clientAuthentication) ? <SecretField {...props} /> : null}
        {usesKey(form) || setup?.signingKey ? <KeySection setup={setup} /> : null}
        {usesCertificate(form.clientAuthentication) || setup?.certificate ? (
          <CertificateSection setup={setup} />
        ) : null}
      </FormFields>
    </CardGroup>
  )
}

/** What the chosen one is, or that the provider does not list it. */
function describeAuthentication({ form, discovery }: SetupFormProps): ReactNode {
  const listed = discovery?.clientAuthentications ?? []
  const chosen = form.clientAuthentication
  if (listed.length === 0 || chosen === 'none' || listed.includes(chosen))
    return authenticationOptions.find(({ value }) => value === chosen)?.detail
  return (
    <span className={styles.warning}>
      <Icon name="alert" />
      {texts.authenticationNotListed}
    </span>
  )
}

function SecretField({ form, errors, setup, preset, onChange }: SetupFormProps) {
  const hasStored = setup?.hasClientSecret ?? false
  if (form.secret === 'replace') {
    return (
      <div className={hasStored ? styles.withButton : undefined}>
        <TextField
          label={texts.secret}
          type="password"
          description={
            preset?.secretLabel ? texts.secretCalled(preset.name, preset.secretLabel) : texts.secretHint
          }
          value={form.secretValue}
          onChange={(secretValue) => onChange({ secretValue })}
          error={errors.secretValue}
          maxLength={4000}
          isCode
        />
        {hasStored ? (
          <Button kind="quiet" onPress={() => onChange({ secret: 'keep', secretValue: '' })}>
            {texts.keep}
          </Button>
        ) : null}
      </div>
    )
  }
  return (
    <div>
      <div className={styles.caption}>{texts.secret}</div>
      <div className={styles.secret}>
        <span>{form.secret === 'keep' ? texts.secretStored : texts.secretRemoved}</span>
        <Button onPress={() => onChange({ secret: 'replace' })}>{texts.replace}</Button>
        {form.secret === 'keep' ? (
          <Button kind="quiet" onPress={() => onChange({ secret: 'remove' })}>
            {texts.removeSecret}
          </Button>
        ) : (
          <Button kind="quiet" onPress={() => onChange({ secret: 'keep' })}>
            {texts.keep}
          </Button>
        )}
      </div>
    </div>
  )
}

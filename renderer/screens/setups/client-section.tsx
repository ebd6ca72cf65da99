import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TermHelp } from '../../ui/tooltip.tsx'
import type { SetupFormProps } from './form-props.ts'
import styles from './setup-form-screen.module.css'
import { authenticationOptions, texts } from './texts.ts'

/** Who Keyfold is at the provider. */
export function ClientSection(props: SetupFormProps) {
  const { form, errors, discovery, onChange } = props
  const listed = discovery?.clientAuthentications ?? []
  const isListed =
    listed.length === 0 || form.clientAuthentication === 'none' || listed.includes(form.clientAuthentication)
  // One that the form does not offer stays as it is.
  const isOffered = authenticationOptions.some(({ value }) => value === form.clientAuthentication)
  const options = isOffered
    ? authenticationOptions
    : [
        ...authenticationOptions,
        { value: form.clientAuthentication, label: form.clientAuthentication, detail: '' },
      ]
  return (
    <CardGroup title={texts.client}>
      <div className={styles.fields}>
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
            options={options}
            onChange={(clientAuthentication) => onChange({ clientAuthentication })}
            description={
              isListed ? (
                authenticationOptions.find(({ value }) => value === form.clientAuthentication)?.detail
              ) : (
                <span className={styles.warning}>
                  <Icon name="alert" />
                  {texts.authenticationNotListed}
                </span>
              )
            }
          />
        </div>
        {form.clientAuthentication === 'none' ? null : <SecretField {...props} />}
      </div>
    </CardGroup>
  )
}

function SecretField({ form, errors, setup, onChange }: SetupFormProps) {
  const hasStored = setup?.hasClientSecret ?? false
  if (form.secret === 'replace') {
    return (
      <div className={hasStored ? styles.withButton : undefined}>
        <TextField
          label={texts.secret}
          type="password"
          description={texts.secretHint}
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

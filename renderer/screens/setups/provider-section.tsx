import { useState } from 'react'
import type { DiscoveryView } from '../../../contract/models.ts'
import type { Problem } from '../../../contract/problem.ts'
import type { SetupForm } from '../../state/setup-form.ts'
import { findUrlFault } from '../../state/setup-form-faults.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { Fold } from '../../ui/fold.tsx'
import { FormFields } from '../../ui/form.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TermHelp } from '../../ui/tooltip.tsx'
import { DiscoveryResult } from './discovery-result.tsx'
import type { SetupFormProps } from './form-props.ts'
import styles from './setup-form-screen.module.css'
import { texts } from './texts.ts'

/** The name of the setup and where its endpoints come from. */
export function ProviderSection(
  props: SetupFormProps & { onDiscover: (found: DiscoveryView | undefined) => void },
) {
  const { form, errors, onChange } = props
  return (
    <CardGroup title={texts.provider}>
      <FormFields>
        <TextField
          label={texts.name}
          placeholder={texts.namePlaceholder}
          description={texts.nameHint}
          value={form.name}
          onChange={(name) => onChange({ name })}
          error={errors.name}
          maxLength={200}
        />
        <div>
          <div className={styles.caption}>{texts.source}</div>
          <SegmentedControl
            label={texts.source}
            value={form.source}
            options={[
              { value: 'issuer', label: texts.fromIssuer },
              { value: 'endpoints', label: texts.typedIn },
            ]}
            onChange={(source) => onChange({ source })}
          />
        </div>
        {form.source === 'issuer' ? <IssuerField {...props} /> : <EndpointFields {...props} />}
      </FormFields>
    </CardGroup>
  )
}

type IssuerFieldProps = SetupFormProps & { onDiscover: (found: DiscoveryView | undefined) => void }

function IssuerField({ form, errors, discovery, onChange, onDiscover }: IssuerFieldProps) {
  const actions = useActions()
  const [fault, setFault] = useState<string | undefined>(undefined)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [find, isFinding] = usePending(async () => {
    const issuer = form.issuer.trim()
    setFault(findUrlFault(issuer))
    setProblem(undefined)
    onDiscover(undefined)
    if (findUrlFault(issuer)) return
    const result = await actions.discover(issuer)
    if (!result.ok) {
      setProblem(result.problem)
      return
    }
    onDiscover(result.value)
    if (form.name.trim() === '') onChange({ name: new URL(issuer).hostname })
  })
  return (
    <div>
      <div className={styles.withButton}>
        <TextField
          label={texts.issuer}
          help={<TermHelp term={texts.issuer}>{texts.issuerHelp}</TermHelp>}
          placeholder="https://login.example.com"
          value={form.issuer}
          onChange={(issuer) => {
            setFault(undefined)
            onDiscover(undefined)
            onChange({ issuer })
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            find()
          }}
          error={fault ?? errors.issuer}
          maxLength={2048}
          isCode
        />
        <Button icon="search" isPending={isFinding} onPress={find}>
          {texts.find}
        </Button>
      </div>
      <div className={styles.live} aria-live="polite">
        {problem ? (
          <ProblemCard problem={problem} isCompact headingLevel={3} onCopy={actions.copyText} />
        ) : null}
        {discovery ? <DiscoveryResult discovery={discovery} /> : null}
      </div>
    </div>
  )
}

type EndpointName = keyof SetupForm['endpoints']

/** Those that few providers need typed in. */
const furtherEndpoints = [
  'introspection',
  'endSession',
  'deviceAuthorization',
  'pushedAuthorizationRequest',
] as const satisfies readonly EndpointName[]

function EndpointFields({ form, errors, onChange }: SetupFormProps) {
  const { endpoints } = form
  const field = (name: EndpointName) => ({
    label: texts[name],
    value: endpoints[name],
    onChange: (value: string) => onChange({ endpoints: { ...endpoints, [name]: value } }),
    error: errors[name],
    isCode: true,
    maxLength: 2048,
  })
  const furtherCount = furtherEndpoints.filter((name) => endpoints[name] !== '').length
  return (
    <>
      <TextField {...field('authorization')} placeholder="https://login.example.com/authorize" />
      <TextField {...field('token')} placeholder="https://login.example.com/token" />
      <div className={styles.two}>
        <TextField {...field('userinfo')} isOptional />
        <TextField {...field('revocation')} isOptional />
        <TextField
          {...field('jwks')}
          isOptional
          help={<TermHelp term={texts.jwks}>{texts.jwksHelp}</TermHelp>}
        />
        <TextField
          label={texts.issuer}
          isOptional
          description={texts.issuerOfEndpoints}
          value={form.issuer}
          onChange={(issuer) => onChange({ issuer })}
          error={errors.issuer}
          maxLength={2048}
          isCode
        />
      </div>
      <Fold
        title={texts.furtherEndpoints}
        note={furtherCount > 0 ? texts.filledIn(furtherCount) : undefined}
        isForcedOpen={furtherEndpoints.some((name) => errors[name] !== undefined)}
      >
        <div className={styles.two}>
          {furtherEndpoints.map((name) => (
            <TextField key={name} {...field(name)} isOptional />
          ))}
        </div>
      </Fold>
    </>
  )
}

import { useState } from 'react'
import type { PresetView } from '../../../contract/presets.ts'
import type { Problem } from '../../../contract/problem.ts'
import { describeBlank, findBlankFaults } from '../../state/presets.ts'
import { useActions, usePending } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Form, FormFields } from '../../ui/form.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { ProviderNotes } from '../../ui/provider-notes.tsx'
import { Screen } from '../../ui/screen.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './presets-screen.module.css'
import { texts } from './texts.ts'

/** One preset: what to do at the provider's console, and the blanks to fill in. */
export function PresetForm({ preset }: { preset: PresetView }) {
  const actions = useActions()
  const [filled, setFilled] = useState<Readonly<Record<string, string>>>({})
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const [tries, setTries] = useState(0)
  const faults = tries > 0 ? findBlankFaults(preset, filled) : {}

  const [apply, isApplying] = usePending(async () => {
    setTries((count) => count + 1)
    if (Object.keys(findBlankFaults(preset, filled)).length > 0) return
    const draft = await actions.applyPreset(preset.id, filled)
    if (draft.ok) actions.goTo({ screen: 'setups', setupId: 'new', draft: draft.value })
    else setProblem(draft.problem)
  })
  return (
    <Screen
      title={preset.name}
      subtitle={texts.title}
      actions={
        <>
          <Button kind="quiet" onPress={() => actions.goTo({ screen: 'presets' })}>
            {texts.all}
          </Button>
          <Button kind="primary" isPending={isApplying} onPress={apply}>
            {texts.continue}
          </Button>
        </>
      }
    >
      <Form tries={tries}>
        {problem ? (
          <div role="alert">
            <ProblemCard problem={problem} onCopy={actions.copyText} />
          </div>
        ) : null}
        <Registration preset={preset} />
        <CardGroup title={texts.fill}>
          <FormFields>
            {preset.blanks.map((blank) => (
              <TextField
                key={blank.id}
                label={blank.label}
                placeholder={blank.example}
                description={describeBlank(blank)}
                isOptional={blank.fallback !== undefined}
                value={filled[blank.id] ?? ''}
                onChange={(value) => setFilled((before) => ({ ...before, [blank.id]: value }))}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') apply()
                }}
                error={faults[blank.id]}
                maxLength={2048}
                isCode
              />
            ))}
            {preset.secretLabel ? (
              <p className={styles.hint}>{texts.secretLater(preset.secretLabel)}</p>
            ) : null}
          </FormFields>
        </CardGroup>
        <ProviderNotes troubles={preset.troubles} remembered={preset.remembered} />
      </Form>
    </Screen>
  )
}

function Registration({ preset }: { preset: PresetView }) {
  const actions = useActions()
  const { console, redirect } = preset
  const { register } = redirect
  return (
    <CardGroup title={texts.register(preset.name)}>
      <FormFields>
        <ol className={styles.steps}>
          {console.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <div>
          <Button icon="external" onPress={() => void actions.openLink(console.url)}>
            {texts.openConsole}
          </Button>
        </div>
        <div>
          <div className={styles.caption}>{texts.redirect}</div>
          {register === undefined ? null : (
            <>
              <CopyLine text={register} label={texts.copy} onCopy={() => actions.copyText(register)} />
              <p className={styles.hint}>
                {texts.redirectField(redirect.field)}. {redirect.isAnyPort ? texts.anyPort : texts.fixedPort}
              </p>
            </>
          )}
          {register === undefined ? (
            <p>{redirect.isPasted ? texts.pastedRedirect(redirect.field) : texts.noRedirect}</p>
          ) : null}
          {redirect.notes.map((note) => (
            <p key={note} className={styles.hint}>
              {note}
            </p>
          ))}
        </div>
      </FormFields>
    </CardGroup>
  )
}

import { useRef, useState } from 'react'
import type { DiscoveryView, SetupDraft, SetupView } from '../../../contract/models.ts'
import type { Problem } from '../../../contract/problem.ts'
import { selectSetup } from '../../state/selectors.ts'
import { type FormBase, storedSetup, toSaveArgs, usesCertificate, usesKey } from '../../state/setup-form.ts'
import { findSetupFormErrors } from '../../state/setup-form-faults.ts'
import { useActions, useAppState, useMirror, usePending } from '../../state/use-app-state.ts'
import { usePreset } from '../../state/use-presets.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Form } from '../../ui/form.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { Screen } from '../../ui/screen.tsx'
import { AdvancedSection } from './advanced-section.tsx'
import { ClientSection } from './client-section.tsx'
import type { SetupFormProps } from './form-props.ts'
import { ApisSection, ParametersSection } from './list-sections.tsx'
import { PresetNote } from './preset-note.tsx'
import { ProviderSection } from './provider-section.tsx'
import { RedirectSection } from './redirect-section.tsx'
import { ScopesSection } from './scopes-section.tsx'
import styles from './setup-form-screen.module.css'
import { texts } from './texts.ts'
import { useSetupForm } from './use-setup-form.ts'

export interface SetupFormScreenProps {
  /** `new`, or the one that is edited. */
  setupId: string
  /** What a new one begins with, where a preset made it. */
  draft?: SetupDraft | undefined
}

/** The form of a setup. */
export function SetupFormScreen({ setupId, draft }: SetupFormScreenProps) {
  const actions = useActions()
  const isLoaded = useMirror((state) => state.slices !== undefined)
  const setup = useMirror((state) => selectSetup(state, setupId))
  // What was open when the screen was: a change of main's does not take away what is typed.
  const opened = useRef<SetupView | undefined>(setup)
  opened.current ??= setup

  if (setupId === 'new') return <SetupFormOf given={draft} />
  if (opened.current && setup) return <SetupFormOf given={opened.current} />
  return (
    <Screen title={texts.title}>
      {isLoaded ? (
        <EmptyState
          icon="plug"
          title={texts.gone}
          actions={
            <Button kind="primary" onPress={() => actions.goTo({ screen: 'setups' })}>
              {texts.back}
            </Button>
          }
        >
          <p>{texts.goneText}</p>
        </EmptyState>
      ) : null}
    </Screen>
  )
}

function SetupFormOf({ given }: { given: FormBase | undefined }) {
  const { actions, notices } = useAppState()
  const { form, base, setForm, isChanged, forget } = useSetupForm(given)
  const setup = storedSetup(base)
  const preset = usePreset(base?.preset)
  const [discovery, setDiscovery] = useState<DiscoveryView | undefined>(undefined)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  // Faults are shown from the first try to save on, then as they come and go.
  const [tries, setTries] = useState(0)
  const errors = tries > 0 ? findSetupFormErrors(form) : {}
  const leave = () => {
    forget()
    actions.goTo({ screen: 'setups' })
  }

  const [save, isSaving] = usePending(async () => {
    setTries((count) => count + 1)
    if (Object.keys(findSetupFormErrors(form)).length > 0) return
    const result = await actions.saveSetup(toSaveArgs(form, base))
    if (!result.ok) {
      setProblem(result.problem)
      return
    }
    // A key or a certificate can be given to a stored setup only: that is what comes next.
    const next = setup
      ? undefined
      : usesCertificate(form.clientAuthentication)
        ? texts.savedCertificateNext
        : usesKey(form)
          ? texts.savedKeyNext
          : undefined
    notices.post({ tone: 'ok', title: texts.saved(form.name.trim()), text: next ?? texts.savedText })
    forget()
    actions.goTo({ screen: 'setups', ...(next && { setupId: result.value.setupId }) })
  })

  const sectionProps: SetupFormProps = {
    form,
    errors,
    discovery,
    setup,
    preset,
    onChange: (change) => setForm((current) => ({ ...current, ...change })),
  }
  const faultCount = Object.keys(errors).length
  return (
    <Screen
      title={setup ? setup.name : texts.formNew}
      subtitle={setup ? texts.title : undefined}
      status={isChanged ? <Chip>{texts.changed}</Chip> : null}
      actions={
        <>
          <Button kind="quiet" onPress={leave}>
            {texts.cancel}
          </Button>
          <Button kind="primary" isPending={isSaving} onPress={save}>
            {texts.save}
          </Button>
        </>
      }
    >
      <Form tries={tries}>
        {faultCount > 0 ? (
          <p role="alert" className={styles.faults}>
            {texts.faults(faultCount)}
          </p>
        ) : null}
        {problem ? (
          <div role="alert">
            <ProblemCard problem={problem} onCopy={actions.copyText} />
          </div>
        ) : null}
        {preset ? <PresetNote preset={preset} /> : null}
        <ProviderSection {...sectionProps} onDiscover={setDiscovery} />
        <ClientSection {...sectionProps} />
        <ScopesSection {...sectionProps} />
        <RedirectSection {...sectionProps} />
        <ApisSection {...sectionProps} />
        <ParametersSection {...sectionProps} />
        <AdvancedSection {...sectionProps} />
      </Form>
    </Screen>
  )
}

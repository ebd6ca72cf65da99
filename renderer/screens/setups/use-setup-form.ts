import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react'
import { type FormBase, openSetupForm, type SetupForm, storedSetup } from '../../state/setup-form.ts'
import { useAppState } from '../../state/use-app-state.ts'

/** A form that is open, and what is done with it. */
export interface OpenForm {
  readonly form: SetupForm
  /** What the form began with. */
  readonly base: FormBase | undefined
  readonly setForm: Dispatch<SetStateAction<SetupForm>>
  /** True where the form is not what it was opened with. */
  readonly isChanged: boolean
  /** Gives up what was changed, when the screen is left on purpose. */
  forget(): void
}

/**
 * The form of a setup, or of a draft that a preset has just made. Where the screen is left with changes they are there
 * again at the next visit, but for a secret.
 */
export function useSetupForm(given: FormBase | undefined): OpenForm {
  const { leftForms } = useAppState()
  const key = storedSetup(given)?.id ?? 'new'
  const [start] = useState(() => {
    const isNewDraft = given !== undefined && storedSetup(given) === undefined
    const left = isNewDraft ? undefined : leftForms.get(key)
    const base = left?.base ?? given
    const opened = openSetupForm(base)
    return { base, opened, form: left?.form ?? opened }
  })
  const { base } = start
  const [form, setForm] = useState(start.form)
  const isChanged = JSON.stringify(form) !== JSON.stringify(start.opened)
  // A draft of a preset is worth as much as what was typed.
  const isWorthKeeping = isChanged || (base !== undefined && storedSetup(base) === undefined)
  const left = useRef<{ form: SetupForm; base: FormBase | undefined } | undefined>(undefined)
  left.current = isWorthKeeping ? { form: { ...form, secretValue: '' }, base } : undefined
  const isForgotten = useRef(false)

  useEffect(() => {
    isForgotten.current = false
    return () => {
      if (left.current && !isForgotten.current) leftForms.set(key, left.current)
      else leftForms.delete(key)
    }
  }, [leftForms, key])

  return {
    form,
    base,
    setForm,
    isChanged,
    forget() {
      isForgotten.current = true
    },
  }
}

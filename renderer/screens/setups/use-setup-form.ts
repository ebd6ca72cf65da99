import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from 'react'
import type { SetupView } from '../../../contract/models.ts'
import { openSetupForm, type SetupForm } from '../../state/setup-form.ts'
import { useAppState } from '../../state/use-app-state.ts'

export interface OpenForm {
  readonly form: SetupForm
  readonly setForm: Dispatch<SetStateAction<SetupForm>>
  /** True where the form is not what it was opened with. */
  readonly isChanged: boolean
  /** Gives up what was changed, when the screen is left on purpose. */
  forget(): void
}

/** The form of a setup. Where the screen is left with changes they are there again at the next visit, but for a secret. */
export function useSetupForm(setup: SetupView | undefined): OpenForm {
  const { leftForms } = useAppState()
  const key = setup?.id ?? 'new'
  const [opened] = useState(() => openSetupForm(setup))
  const [form, setForm] = useState(() => leftForms.get(key) ?? opened)
  const isChanged = JSON.stringify(form) !== JSON.stringify(opened)
  const left = useRef<SetupForm | undefined>(undefined)
  left.current = isChanged ? { ...form, secretValue: '' } : undefined
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
    setForm,
    isChanged,
    forget() {
      isForgotten.current = true
    },
  }
}

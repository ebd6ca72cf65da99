import type { DiscoveryView, SetupView } from '../../../contract/models.ts'
import type { SetupForm, SetupFormErrors } from '../../state/setup-form.ts'

/** What every section of the form gets. */
export interface SetupFormProps {
  form: SetupForm
  errors: SetupFormErrors
  /** What was found at the issuer, once it was asked. */
  discovery: DiscoveryView | undefined
  /** The setup that is edited; absent for a new one. */
  setup: SetupView | undefined
  onChange: (change: Partial<SetupForm>) => void
}

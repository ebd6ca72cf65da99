import type { DiscoveryView, SetupView } from '../../../contract/models.ts'
import type { PresetView } from '../../../contract/presets.ts'
import type { SetupForm } from '../../state/setup-form.ts'
import type { SetupFormErrors } from '../../state/setup-form-faults.ts'

/** What every section of the form gets. */
export interface SetupFormProps {
  form: SetupForm
  errors: SetupFormErrors
  /** What was found at the issuer, once it was asked. */
  discovery: DiscoveryView | undefined
  /** The setup that is edited; absent for a new one. */
  setup: SetupView | undefined
  /** The preset that the setup was made from. */
  preset: PresetView | undefined
  onChange: (change: Partial<SetupForm>) => void
}

import type { PresetView } from '../../../contract/presets.ts'
import { useActions } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { FormFields } from '../../ui/form.tsx'
import { ProviderNotes } from '../../ui/provider-notes.tsx'
import styles from './setup-form-screen.module.css'
import { texts } from './texts.ts'

/** The preset that the setup was made from: the way to its console, and what else is known of the provider. */
export function PresetNote({ preset }: { preset: PresetView }) {
  const actions = useActions()
  return (
    <CardGroup title={texts.preset}>
      <FormFields>
        <div className={styles.secret}>
          <span>{texts.presetText(preset.name)}</span>
          <Button icon="external" onPress={() => void actions.openLink(preset.console.url)}>
            {texts.openConsole}
          </Button>
        </div>
        <ProviderNotes troubles={preset.troubles} remembered={preset.remembered} />
      </FormFields>
    </CardGroup>
  )
}

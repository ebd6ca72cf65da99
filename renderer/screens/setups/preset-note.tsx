import type { PresetView } from '../../../contract/presets.ts'
import { useActions } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { Fold } from '../../ui/fold.tsx'
import { TroubleList } from '../../ui/trouble-list.tsx'
import styles from './setup-form-screen.module.css'
import { texts } from './texts.ts'

/** The preset that the setup was made from: the way to its console, and what goes wrong there. */
export function PresetNote({ preset }: { preset: PresetView }) {
  const actions = useActions()
  return (
    <CardGroup title={texts.preset}>
      <div className={styles.fields}>
        <div className={styles.secret}>
          <span>{texts.presetText(preset.name)}</span>
          <Button icon="external" onPress={() => void actions.openLink(preset.console.url)}>
            {texts.openConsole}
          </Button>
        </div>
        {preset.troubles.length > 0 ? (
          <Fold title={texts.troubles} note={texts.troubleCount(preset.troubles.length)}>
            <TroubleList troubles={preset.troubles} />
          </Fold>
        ) : null}
      </div>
    </CardGroup>
  )
}

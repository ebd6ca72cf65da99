import type { Settings } from '../../../contract/models.ts'
import { describeWarning } from '../../state/program-warnings.ts'
import { useActions, useMirror } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Icon } from '../../ui/icon.tsx'
import { KeyValue, KeyValues } from '../../ui/key-values.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './settings-screen.module.css'
import { texts } from './texts.ts'
import { UpdateSection } from './update-section.tsx'
import { VaultSection } from './vault-section.tsx'

const themes: ReadonlyArray<Settings['theme']> = ['system', 'light', 'dark']

/** The vault's health, the theme, the data folder, and what Keyfold runs on. */
export function SettingsScreen() {
  const actions = useActions()
  const slices = useMirror((state) => state.slices)
  const about = useMirror((state) => state.about)
  if (!slices || !about) {
    return (
      <Screen title={texts.title}>
        <div role="status" aria-busy="true" aria-label={texts.loading}>
          <Skeleton width="40%" />
        </div>
      </Screen>
    )
  }
  return (
    <Screen title={texts.title}>
      <VaultSection vault={slices.vault} />
      <CardGroup title={texts.appearance}>
        <div className={styles.line}>
          <span>{texts.theme}</span>
          <SegmentedControl
            label={texts.theme}
            value={slices.settings.theme}
            options={themes.map((value) => ({ value, label: texts.themes[value] }))}
            onChange={(theme) => void actions.changeSettings({ ...slices.settings, theme })}
          />
        </div>
      </CardGroup>
      <CardGroup title={texts.data}>
        <div className={styles.line}>
          <div className={styles.path}>
            {texts.dataFolder}
            <ForeignText isCode>{about.dataFolder}</ForeignText>
          </div>
          <div className={styles.actions}>
            <CopyButton isIconOnly label={texts.copyPath} onCopy={() => actions.copyText(about.dataFolder)} />
            <Button icon="folder" onPress={() => void actions.openDataFolder()}>
              {texts.openFolder}
            </Button>
          </div>
        </div>
      </CardGroup>
      <UpdateSection updates={slices.updates} settings={slices.settings} />
      <CardGroup title={texts.about}>
        <KeyValues>
          <KeyValue label={texts.version}>{about.version}</KeyValue>
          <KeyValue label={texts.runsOn}>
            {about.platform}, Electron {about.electron}, Chromium {about.chromium}, Node {about.node}
          </KeyValue>
        </KeyValues>
        {about.warnings.length > 0 ? (
          <div className={styles.warnings}>
            <Icon name="alert" />
            <div>
              <strong>{texts.warnings}</strong>
              <ul>
                {about.warnings.map(describeWarning).map(({ title, text }) => (
                  <li key={title}>{`${title}. ${text}`}</li>
                ))}
              </ul>
            </div>
          </div>
        ) : null}
      </CardGroup>
    </Screen>
  )
}

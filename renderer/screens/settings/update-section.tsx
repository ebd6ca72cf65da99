import { type Settings, type UpdatesView, updateChannels } from '../../../contract/models.ts'
import { useActions } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { Fold } from '../../ui/fold.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { formatBytes } from '../../ui/format.ts'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import styles from './settings-screen.module.css'
import { texts, updateTexts } from './texts.ts'

export interface UpdateSectionProps {
  readonly updates: UpdatesView
  readonly settings: Settings
}

/** Which version there is, what it rests on, and the steps to it, each at the person's word. */
export function UpdateSection({ updates, settings }: UpdateSectionProps) {
  const actions = useActions()
  return (
    <CardGroup title={updateTexts.title}>
      <div className={styles.vault}>
        <div className={styles.line}>
          <p role="status">
            <UpdateState updates={updates} />
          </p>
          <div className={styles.actions}>
            <UpdateSteps updates={updates} />
          </div>
        </div>
        {updates.notes ? (
          <Fold title={updateTexts.whatIsNew} isOpenAtFirst>
            <div className={styles.notes}>
              <ForeignText>{updates.notes}</ForeignText>
            </div>
          </Fold>
        ) : null}
        {updates.problem ? (
          <ProblemCard problem={updates.problem} isCompact headingLevel={3} onCopy={actions.copyText} />
        ) : null}
        {updates.phase === 'off' ? null : (
          <>
            <div className={styles.line}>
              <span>{updateTexts.channel}</span>
              <SegmentedControl
                label={updateTexts.channel}
                value={settings.updateChannel ?? 'stable'}
                options={updateChannels.map((value) => ({ value, label: updateTexts.channels[value] }))}
                onChange={(updateChannel) => void actions.changeSettings({ ...settings, updateChannel })}
              />
            </div>
            <p className={styles.trust}>{updateTexts.trust[updates.trust]}</p>
          </>
        )}
      </div>
    </CardGroup>
  )
}

function UpdateState({ updates }: { updates: UpdatesView }) {
  const { phase, version = '', receivedBytes = 0, totalBytes, checkedAtMs } = updates
  switch (phase) {
    case 'off':
      return updateTexts.off[updates.off ?? 'unmanaged']
    case 'idle':
      return updateTexts.idle
    case 'checking':
      return updateTexts.checking
    case 'current':
      return (
        <>
          {updateTexts.current}
          {checkedAtMs === undefined ? null : (
            <>
              {` ${updateTexts.checked} `}
              <RelativeTime timeMs={checkedAtMs} />.
            </>
          )}
        </>
      )
    case 'available':
      return updateTexts.available(version)
    case 'downloading': {
      const whole = totalBytes === undefined ? '' : ` of ${formatBytes(totalBytes)}`
      return `${texts.version} ${version}: ${formatBytes(receivedBytes)}${whole}`
    }
    case 'ready':
      return updates.installsOnQuit ? updateTexts.installsOnQuit(version) : updateTexts.ready(version)
  }
}

function UpdateSteps({ updates }: { updates: UpdatesView }) {
  const actions = useActions()
  switch (updates.phase) {
    case 'off':
      return null
    case 'available':
      return <Button onPress={() => void actions.downloadUpdate()}>{updateTexts.download}</Button>
    case 'downloading':
      return <Button isPending>{updateTexts.download}</Button>
    case 'ready':
      return (
        <>
          {updates.installsOnQuit ? null : (
            <Button kind="quiet" onPress={() => void actions.postponeUpdate()}>
              {updateTexts.postpone}
            </Button>
          )}
          <Button onPress={() => void actions.installUpdate()}>{updateTexts.install}</Button>
        </>
      )
    default:
      return (
        <Button isPending={updates.phase === 'checking'} onPress={() => void actions.checkForUpdate()}>
          {updateTexts.check}
        </Button>
      )
  }
}

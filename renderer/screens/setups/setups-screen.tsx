import { countAccounts } from '../../state/selectors.ts'
import { useActions, useMirror } from '../../state/use-app-state.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatPlural } from '../../ui/format.ts'
import { Screen } from '../../ui/screen.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SetupCard } from './setup-card.tsx'
import styles from './setups-screen.module.css'
import { texts } from './texts.ts'

/** Every provider setup, and the way to a new one. */
export function SetupsScreen() {
  const actions = useActions()
  const slices = useMirror((state) => state.slices)
  const openPresets = () => actions.goTo({ screen: 'presets' })
  const openNew = () => actions.goTo({ screen: 'setups', setupId: 'new' })

  if (!slices) {
    return (
      <Screen title={texts.title}>
        <div className={styles.list} role="status" aria-busy="true" aria-label={texts.loading}>
          <Skeleton width="200px" />
          <Skeleton width="60%" />
        </div>
      </Screen>
    )
  }
  if (slices.setups.length === 0) {
    return (
      <Screen title={texts.title}>
        <EmptyState
          icon="plug"
          title={texts.emptyTitle}
          actions={
            <>
              <Button kind="primary" icon="plus" onPress={openNew}>
                {texts.newSetup}
              </Button>
              <Button onPress={openPresets}>{texts.fromPreset}</Button>
            </>
          }
        >
          <p>{texts.emptyText}</p>
        </EmptyState>
      </Screen>
    )
  }
  return (
    <Screen
      title={texts.title}
      subtitle={formatPlural(slices.setups.length, 'setup')}
      actions={
        <>
          <Button onPress={openPresets}>{texts.fromPreset}</Button>
          <Button kind="primary" icon="plus" onPress={openNew}>
            {texts.newSetup}
          </Button>
        </>
      }
    >
      <ul className={styles.list}>
        {slices.setups.map((setup) => (
          <li key={setup.id}>
            <SetupCard setup={setup} accountCount={countAccounts(slices, setup.id)} />
          </li>
        ))}
      </ul>
    </Screen>
  )
}

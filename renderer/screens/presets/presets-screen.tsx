import { useState } from 'react'
import type { PresetView } from '../../../contract/presets.ts'
import { findPresets } from '../../state/presets.ts'
import { useActions } from '../../state/use-app-state.ts'
import { usePresets } from '../../state/use-presets.ts'
import { Button } from '../../ui/button.tsx'
import { CardGroup } from '../../ui/card.tsx'
import { ChoiceRow } from '../../ui/choice-row.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Lead } from '../../ui/lead.tsx'
import { ProblemCard } from '../../ui/problem-card.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { PresetForm } from './preset-form.tsx'
import styles from './presets-screen.module.css'
import { texts } from './texts.ts'

/** The presets to choose from, or the one that was chosen. */
export function PresetsScreen({ presetId }: { presetId: string | undefined }) {
  const actions = useActions()
  const { presets, problem, reload } = usePresets()
  if (!presets) {
    return (
      <Screen title={texts.title}>
        {problem ? (
          <div role="alert">
            <ProblemCard problem={problem} onCopy={actions.copyText}>
              <Button icon="refresh" onPress={() => void reload()}>
                {texts.tryAgain}
              </Button>
            </ProblemCard>
          </div>
        ) : (
          <div role="status" aria-label={texts.loading}>
            <Skeleton width="60%" />
          </div>
        )}
      </Screen>
    )
  }
  const preset = presets.find(({ id }) => id === presetId)
  if (preset) return <PresetForm key={preset.id} preset={preset} />
  if (presetId === undefined) return <PresetList presets={presets} />
  return (
    <Screen title={texts.title}>
      <EmptyState
        icon="plug"
        title={texts.gone}
        actions={
          <Button kind="primary" onPress={() => actions.goTo({ screen: 'presets' })}>
            {texts.all}
          </Button>
        }
      >
        <p>{texts.lead}</p>
      </EmptyState>
    </Screen>
  )
}

/** What the person has to bring, in the words of the provider's console. */
function describeNeeds({ blanks, secretLabel }: PresetView): string {
  const needed = blanks.filter(({ fallback }) => fallback === undefined).map(({ label }) => label)
  return texts.needs([...needed, ...(secretLabel ? [secretLabel] : [])].join(', '))
}

function PresetList({ presets }: { presets: readonly PresetView[] }) {
  const actions = useActions()
  const [text, setText] = useState('')
  const found = findPresets(presets, text)
  const first = found[0]
  const open = (presetId: string) => actions.goTo({ screen: 'presets', presetId })
  return (
    <Screen title={texts.title} subtitle={texts.found(presets.length)}>
      <Lead>{texts.lead}</Lead>
      <TextField
        label={texts.search}
        isLabelHidden
        placeholder={texts.search}
        type="search"
        value={text}
        onChange={setText}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && first && text.trim() !== '') open(first.id)
          if (event.key === 'Escape') setText('')
        }}
      />
      <p role="status" className={styles.count}>
        {text.trim() === '' ? null : texts.found(found.length)}
      </p>
      {found.length > 0 ? (
        <CardGroup title={texts.list} hasRows>
          {found.map((preset) => (
            <ChoiceRow
              key={preset.id}
              label={preset.name}
              detail={describeNeeds(preset)}
              onPress={() => open(preset.id)}
            />
          ))}
        </CardGroup>
      ) : (
        <EmptyState
          icon="search"
          title={texts.none}
          actions={
            <Button onPress={() => actions.goTo({ screen: 'setups', setupId: 'new' })}>{texts.custom}</Button>
          }
        >
          <p>{texts.noneText(text.trim())}</p>
        </EmptyState>
      )}
    </Screen>
  )
}

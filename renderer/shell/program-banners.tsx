import { useState } from 'react'
import type { About, ProgramWarning } from '../../contract/models.ts'
import { bannerWarnings, describeWarning, warningKey } from '../state/program-warnings.ts'
import { useActions, useMirror, useViewState } from '../state/use-app-state.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { CopyBlock } from '../ui/copy-block.tsx'
import { ExplainDialog } from '../ui/dialog.tsx'
import styles from './program-banners.module.css'
import { texts } from './texts.ts'

/** Says over every screen what makes this run of the program unfit for real accounts. Nothing in a release. */
export function ProgramBanners() {
  const about = useMirror((mirror) => mirror.about)
  const hidden = useViewState(({ hiddenWarnings }) => hiddenWarnings)
  if (!about) return null
  return bannerWarnings(about, hidden).map((warning) => (
    <ProgramBanner key={warning.kind} about={about} warning={warning} />
  ))
}

function ProgramBanner({ about, warning }: { about: About; warning: ProgramWarning }) {
  const actions = useActions()
  const { title, text, steps } = describeWarning(warning)
  return (
    <Banner
      tone="warn"
      icon="alert"
      title={title}
      actions={
        steps.length > 0 ? (
          <Remedy title={title} steps={steps} command={'command' in warning ? warning.command : undefined} />
        ) : (
          <Button onPress={() => actions.hideWarning(warningKey(about, warning))}>{texts.hide}</Button>
        )
      }
    >
      {text}
    </Banner>
  )
}

interface RemedyProps {
  title: string
  steps: readonly string[]
  command: string | undefined
}

function Remedy({ title, steps, command }: RemedyProps) {
  const actions = useActions()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>{`${texts.howToMend}…`}</Button>
      <ExplainDialog isOpen={isOpen} title={title} onClose={() => setOpen(false)}>
        <p>{texts.sandboxMeaning}</p>
        <ol className={styles.steps}>
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {command ? (
          <CopyBlock text={command} label={texts.copyCommand} onCopy={() => actions.copyText(command)} />
        ) : null}
      </ExplainDialog>
    </>
  )
}

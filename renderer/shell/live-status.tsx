import { useEffect, useState } from 'react'
import { describeChanges } from '../state/announcements.ts'
import { useAppState } from '../state/use-app-state.ts'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'

/** Tells screen readers what changed in main's state. */
export function LiveStatus() {
  const { mirror } = useAppState()
  const [text, setText] = useState('')
  useEffect(
    () =>
      mirror.store.subscribe((state, previous) => {
        const sentences = describeChanges(previous.slices, state.slices)
        if (sentences.length > 0) setText(sentences.join('. '))
      }),
    [mirror],
  )
  return (
    <VisuallyHidden>
      <span role="status">{text}</span>
    </VisuallyHidden>
  )
}

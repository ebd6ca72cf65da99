import { type ReactNode, type Ref, useId } from 'react'
import { classNames } from './class-names.ts'
import field from './field.module.css'
import styles from './text-area.module.css'

export interface PasteAreaProps {
  label: string
  description: ReactNode
  placeholder: string
  /** The element: read it when its text is used, then empty it. */
  areaRef: Ref<HTMLTextAreaElement>
  /** Shows dots in place of what is pasted. */
  isCovered?: boolean
  shouldFocus?: boolean
}

/**
 * A place to paste what must not be kept: the text stands in the element alone. It is no field of React Aria, which
 * would keep a copy in its state.
 */
export function PasteArea(props: PasteAreaProps) {
  const { label, description, placeholder, areaRef, isCovered = false, shouldFocus = false } = props
  const id = useId()
  return (
    <div className={field.field}>
      <label htmlFor={id} className={field.label}>
        {label}
      </label>
      <textarea
        ref={areaRef}
        id={id}
        aria-describedby={`${id}-description`}
        className={classNames(field.input, field.mono, styles.area, isCovered && styles.covered)}
        placeholder={placeholder}
        rows={4}
        maxLength={40_000}
        autoComplete="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: it opens at the person's press, in place of the button
        autoFocus={shouldFocus}
      />
      <span id={`${id}-description`} className={field.description}>
        {description}
      </span>
    </div>
  )
}

import { classNames } from './class-names.ts'
import styles from './foreign-text.module.css'

/** Controls but tab, line feed and carriage return; bidirectional marks, embeddings, overrides and isolates. */
const invisibleControls = /(?![\t\n\r])\p{Cc}|\p{Bidi_Control}/gu

/** Replaces characters that reorder or hide text by a visible sign, so that a name cannot pretend to be another. */
export function makeControlsVisible(text: string): string {
  return text.replace(invisibleControls, '\ufffd')
}

export interface ForeignTextProps {
  /** A text that a provider, an API or the person wrote. */
  children: string
  /** Keeps it on one line and cuts it; the whole stands in the title. */
  isCut?: boolean
  isCode?: boolean
}

/** Text from outside, as text: isolated from the direction of what surrounds it, its controls visible, its marks contained. */
export function ForeignText({ children, isCut = false, isCode = false }: ForeignTextProps) {
  const text = makeControlsVisible(children)
  const className = classNames(styles.text, isCut && styles.cut, isCode && styles.code)
  return (
    <bdi className={className} {...(isCut ? { title: text } : {})}>
      {text}
    </bdi>
  )
}

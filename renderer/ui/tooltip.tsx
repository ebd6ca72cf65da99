import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import { KeyHint } from './key-hint.tsx'
import styles from './tooltip.module.css'

export interface TooltipProps {
  children: ReactNode
  shortcut?: string | undefined
  /** `end`: beside the control, where those above and below it are of its kind. */
  placement?: 'top' | 'end'
}

/** The floating label of a control, inside a TooltipTrigger. */
export function Tooltip({ children, shortcut, placement = 'top' }: TooltipProps) {
  return (
    <AriaTooltip className={classNames(styles.tooltip)} offset={6} placement={placement}>
      {children}
      {shortcut ? <KeyHint shortcut={shortcut} /> : null}
    </AriaTooltip>
  )
}

/** A small "i" that explains a term of the protocol on hover and on focus. */
export function TermHelp({ term, children }: { term: string; children: ReactNode }) {
  return (
    <TooltipTrigger delay={200} closeDelay={0}>
      <AriaButton className={classNames(styles.help)} aria-label={`What is ${term}?`}>
        <Icon name="info" />
      </AriaButton>
      <AriaTooltip className={classNames(styles.tooltip)} offset={6}>
        {children}
      </AriaTooltip>
    </TooltipTrigger>
  )
}

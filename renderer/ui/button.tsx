import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { TooltipTrigger } from 'react-aria-components/Tooltip'
import styles from './button.module.css'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { KeyHint } from './key-hint.tsx'
import { ariaShortcut } from './platform.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

type ButtonKind = 'primary' | 'default' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'isPending'> {
  children: ReactNode
  /** `primary`: the one main action of a screen. `danger`: destroys something, after a question. */
  kind?: ButtonKind
  icon?: IconName | undefined
  trailingIcon?: IconName | undefined
  /** While what it began goes on. React Aria's own pending state announces through elements that outlive the button. */
  isPending?: boolean
  /** A shortcut shown in the button, such as `Mod+Enter`. The shortcut itself is handled elsewhere. */
  shortcut?: string | undefined
}

/** A button with a label. While `isPending` it keeps its width and focus and spins after 300 ms. */
export function Button(props: ButtonProps) {
  const { children, kind = 'default', icon, trailingIcon, shortcut, isPending = false, ...rest } = props
  return (
    <AriaButton
      {...rest}
      {...(shortcut ? { 'aria-keyshortcuts': ariaShortcut(shortcut) } : {})}
      {...(isPending ? { 'aria-disabled': true } : {})}
      className={classNames(styles.button, styles[kind], isPending && !icon && styles.covered)}
    >
      {isPending ? (
        <span className={classNames(!icon && styles.cover)}>
          <Spinner />
        </span>
      ) : icon ? (
        <Icon name={icon} />
      ) : null}
      <span className={styles.label}>{children}</span>
      {trailingIcon ? <Icon name={trailingIcon} /> : null}
      {shortcut ? <KeyHint shortcut={shortcut} /> : null}
    </AriaButton>
  )
}

export interface IconButtonProps
  extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label' | 'isPending'> {
  icon: IconName
  /** The name for screen readers, and the tooltip. */
  label: string
  shortcut?: string | undefined
  kind?: 'quiet' | 'default'
}

/** A button with an icon only; its label is the tooltip, on hover and on focus. */
export function IconButton({ icon, label, shortcut, kind = 'quiet', ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton
        {...rest}
        {...(shortcut ? { 'aria-keyshortcuts': ariaShortcut(shortcut) } : {})}
        aria-label={label}
        className={classNames(styles.button, styles.iconOnly, styles[kind])}
      >
        <Icon name={icon} />
      </AriaButton>
      <Tooltip shortcut={shortcut}>{label}</Tooltip>
    </TooltipTrigger>
  )
}

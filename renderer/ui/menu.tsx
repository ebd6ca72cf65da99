import type { ReactElement, ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { KeyHint } from './key-hint.tsx'
import { ariaShortcut } from './platform.ts'
import styles from './popover.module.css'

export interface MenuProps {
  /** The button that opens the menu. */
  trigger: ReactElement
  label: string
  children: ReactNode
  placement?: 'bottom end' | 'bottom start'
}

/** A menu of actions behind a button. */
export function Menu({ trigger, label, children, placement = 'bottom end' }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={classNames(styles.popover)} placement={placement} offset={4}>
        <AriaMenu className={classNames(styles.list)} aria-label={label}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

export interface MenuItemProps {
  children: string
  icon?: IconName
  shortcut?: string
  /** Marks an action that destroys something. */
  isDanger?: boolean
  isDisabled?: boolean
  onAction: () => void
}

/** One action of a {@link Menu}. */
export function MenuItem({
  children,
  icon,
  shortcut,
  isDanger,
  isDisabled = false,
  onAction,
}: MenuItemProps) {
  return (
    <AriaMenuItem
      className={classNames(styles.item)}
      textValue={children}
      isDisabled={isDisabled}
      onAction={onAction}
      {...(isDanger ? { 'data-danger': '' } : {})}
      {...(shortcut ? { 'aria-keyshortcuts': ariaShortcut(shortcut) } : {})}
    >
      {icon ? <Icon name={icon} /> : null}
      <span className={styles.grow}>{children}</span>
      {shortcut ? <KeyHint shortcut={shortcut} /> : null}
    </AriaMenuItem>
  )
}

/** A line between groups of a {@link Menu}. */
export function MenuSeparator() {
  return <Separator className={classNames(styles.separator)} />
}

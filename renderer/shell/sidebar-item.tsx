import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { TooltipTrigger } from 'react-aria-components/Tooltip'
import { useActions } from '../state/use-app-state.ts'
import type { View } from '../state/view.ts'
import { classNames } from '../ui/class-names.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import styles from './sidebar.module.css'

interface SidebarItemProps {
  view: View
  /** True also where a view inside this place is shown. */
  isCurrent: boolean
  className: string
  /** The whole text, shown as the tooltip. */
  hint: string
  /** Collapsed, the hint is also the name; else the text is. */
  isCollapsed: boolean
  shortcut?: string
  children: ReactNode
}

/** One button of the sidebar: goes to a view, marks the view shown, and names itself in a tooltip. */
export function SidebarItem({
  view,
  isCurrent,
  className,
  hint,
  isCollapsed,
  shortcut,
  children,
}: SidebarItemProps) {
  const actions = useActions()
  return (
    <TooltipTrigger delay={700} closeDelay={0}>
      <AriaButton
        className={classNames(styles.item, className, isCurrent && styles.current)}
        {...(isCurrent ? { 'aria-current': 'page' } : {})}
        {...(isCollapsed ? { 'aria-label': hint } : {})}
        onPress={() => actions.goTo(view)}
      >
        {children}
      </AriaButton>
      <Tooltip shortcut={shortcut} placement="end">
        {hint}
      </Tooltip>
    </TooltipTrigger>
  )
}

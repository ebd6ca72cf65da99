import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import styles from './choice.module.css'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

export interface ChoiceProps {
  children: ReactNode
  detail?: string
  isSelected: boolean
  isDisabled?: boolean
  onChange: (isSelected: boolean) => void
}

/** A box to tick; it takes effect with the form that it stands in. */
export function Checkbox({ children, detail, isSelected, isDisabled = false, onChange }: ChoiceProps) {
  return (
    <AriaCheckbox
      className={classNames(styles.choice)}
      isSelected={isSelected}
      isDisabled={isDisabled}
      onChange={onChange}
    >
      <span className={styles.box}>
        <Icon name="check" />
      </span>
      <span>
        {children}
        {detail ? <span className={styles.detail}>{detail}</span> : null}
      </span>
    </AriaCheckbox>
  )
}

/** A switch; it takes effect at once. */
export function Switch({ children, detail, isSelected, isDisabled = false, onChange }: ChoiceProps) {
  return (
    <AriaSwitch
      className={classNames(styles.choice)}
      isSelected={isSelected}
      isDisabled={isDisabled}
      onChange={onChange}
    >
      <span className={styles.track}>
        <span className={styles.thumb} />
      </span>
      <span>
        {children}
        {detail ? <span className={styles.detail}>{detail}</span> : null}
      </span>
    </AriaSwitch>
  )
}

import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import styles from './checkbox.module.css'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

export interface CheckboxProps {
  children: ReactNode
  detail?: string
  isSelected: boolean
  isDisabled?: boolean
  onChange: (isSelected: boolean) => void
}

/** A box to tick; it takes effect with the form that it stands in. */
export function Checkbox({ children, detail, isSelected, isDisabled = false, onChange }: CheckboxProps) {
  return (
    <AriaCheckbox
      className={classNames(styles.checkbox)}
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

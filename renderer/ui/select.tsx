import type { ReactNode } from 'react'
import { Button, ButtonContext } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Text } from 'react-aria-components/Text'
import { classNames } from './class-names.ts'
import field from './field.module.css'
import { Icon } from './icon.tsx'
import popover from './popover.module.css'
import styles from './select.module.css'

/** One choice of a select. */
export interface SelectOption<Value extends string> {
  value: Value
  label: string
  detail?: string
}

export interface SelectProps<Value extends string> {
  label: string
  isLabelHidden?: boolean
  value: Value
  options: ReadonlyArray<SelectOption<Value>>
  onChange: (value: Value) => void
  description?: ReactNode
  help?: ReactNode
  isDisabled?: boolean
}

/** A choice of one out of a few, in a list that opens. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, isLabelHidden, value, options, onChange, description, help, isDisabled = false } = props
  return (
    <AriaSelect
      className={classNames(field.field)}
      value={value}
      onChange={(key) => {
        const option = options.find((candidate) => candidate.value === key)
        if (option) onChange(option.value)
      }}
      isDisabled={isDisabled}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {isLabelHidden ? null : (
        <div className={field.labelRow}>
          <Label className={field.label}>{label}</Label>
          {/* Its button is not the one that opens the list. */}
          {help ? <ButtonContext value={null}>{help}</ButtonContext> : null}
        </div>
      )}
      <Button className={classNames(styles.trigger)}>
        <SelectValue className={classNames(styles.value)}>{({ selectedText }) => selectedText}</SelectValue>
        <Icon name="chevronDown" />
      </Button>
      {description ? (
        <Text slot="description" className={field.description}>
          {description}
        </Text>
      ) : null}
      <Popover className={classNames(popover.popover, styles.popover)} offset={4}>
        <ListBox className={classNames(popover.list)}>
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className={classNames(popover.item)}
            >
              {({ isSelected }) => (
                <>
                  <span className={popover.mark}>{isSelected ? <Icon name="check" /> : null}</span>
                  <span>
                    {option.label}
                    {option.detail ? <span className={popover.detail}>{option.detail}</span> : null}
                  </span>
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

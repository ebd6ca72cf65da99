import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField'
import { classNames } from './class-names.ts'
import styles from './field.module.css'
import { Icon } from './icon.tsx'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> {
  label: string
  /** Hides the label from view; screen readers keep it. */
  isLabelHidden?: boolean
  description?: ReactNode
  /** What is wrong with the value, in words; absent while it is right. */
  error?: string | undefined
  placeholder?: string
  isOptional?: boolean
  isCode?: boolean
  /** An explanation of the term, behind the label. */
  help?: ReactNode
}

/** A labelled line of text with its description and its error. */
export function TextField(props: TextFieldProps) {
  const { label, isLabelHidden, description, error, placeholder, isOptional, isCode, help, ...rest } = props
  return (
    <AriaTextField
      {...rest}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className={classNames(styles.field)}
    >
      {isLabelHidden ? null : (
        <div className={styles.labelRow}>
          <Label className={styles.label}>
            {label}
            {isOptional ? <span className={styles.optional}>optional</span> : null}
          </Label>
          {help}
        </div>
      )}
      <Input
        className={classNames(styles.input, isCode && styles.mono)}
        {...(placeholder ? { placeholder } : {})}
        autoComplete="off"
        spellCheck={false}
      />
      {description ? (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      ) : null}
      <FieldError className={classNames(styles.error)}>
        <Icon name="alert" />
        {error}
      </FieldError>
    </AriaTextField>
  )
}

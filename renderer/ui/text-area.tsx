import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea'
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField'
import { classNames } from './class-names.ts'
import field from './field.module.css'
import { Icon } from './icon.tsx'
import styles from './text-area.module.css'

export interface TextAreaProps extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style'> {
  label: string
  description?: ReactNode
  /** What is wrong with the value, in words; absent while it is right. */
  error?: string | undefined
  placeholder?: string
  isOptional?: boolean
}

/** A labelled text of several lines with its description and its error. */
export function TextArea(props: TextAreaProps) {
  const { label, description, error, placeholder, isOptional, ...rest } = props
  return (
    <AriaTextField
      {...rest}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className={classNames(field.field)}
    >
      <div className={field.labelRow}>
        <Label className={field.label}>
          {label}
          {isOptional ? <span className={field.optional}>optional</span> : null}
        </Label>
      </div>
      <AriaTextArea
        className={classNames(field.input, field.mono, styles.area)}
        {...(placeholder ? { placeholder } : {})}
        rows={4}
        autoComplete="off"
        spellCheck={false}
      />
      {description ? (
        <Text slot="description" className={field.description}>
          {description}
        </Text>
      ) : null}
      <FieldError className={classNames(field.error)}>
        <Icon name="alert" />
        {error}
      </FieldError>
    </AriaTextField>
  )
}

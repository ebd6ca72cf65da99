import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { Tag, TagGroup, TagList } from 'react-aria-components/TagGroup'
import { classNames } from './class-names.ts'
import field from './field.module.css'
import { ForeignText, makeControlsVisible } from './foreign-text.tsx'
import { Icon } from './icon.tsx'
import { TextField } from './text-field.tsx'
import styles from './tokens-field.module.css'

export interface TokensFieldProps {
  label: string
  /** The name of one, such as "scope". */
  one: string
  tokens: readonly string[]
  /** Offered to be added with one press. */
  suggestions: readonly string[]
  /** Who offers them. */
  suggestionsLabel?: string
  onChange: (tokens: readonly string[]) => void
  /** What is wrong with a text; undefined where it can be added. */
  findFault: (text: string) => string | undefined
  description?: ReactNode
}

/** A list of short words: each is removed by its button or the Delete key; typed ones are added with Enter, space or a comma. */
export function TokensField(props: TokensFieldProps) {
  const { label, one, tokens, suggestions, onChange, findFault, description } = props
  const { suggestionsLabel = 'The provider offers' } = props
  const [text, setText] = useState('')
  const [error, setError] = useState<string | undefined>(undefined)
  const suggestionsId = useId()
  const offered = suggestions.filter((suggestion) => !tokens.includes(suggestion))

  const add = (typed: string) => {
    const words = typed.split(/[\s,]+/).filter((word) => word !== '')
    const fault = words.map(findFault).find((found) => found !== undefined)
    setError(fault)
    if (fault !== undefined) return
    setText('')
    if (words.length > 0) onChange([...new Set([...tokens, ...words])])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!['Enter', ' ', ','].includes(event.key)) return
    event.preventDefault()
    add(text)
  }
  return (
    <div className={styles.tokens}>
      <TagGroup
        className={classNames(field.field)}
        onRemove={(keys) => onChange(tokens.filter((token) => !keys.has(token)))}
      >
        <Label className={field.label}>{label}</Label>
        <TagList
          className={classNames(styles.list)}
          renderEmptyState={() => <span className={styles.none}>None yet</span>}
        >
          {tokens.map((token) => (
            <Tag
              key={token}
              id={token}
              textValue={makeControlsVisible(token)}
              className={classNames(styles.token)}
            >
              <ForeignText>{token}</ForeignText>
              <Button slot="remove" className={classNames(styles.remove)}>
                <Icon name="close" />
              </Button>
            </Tag>
          ))}
        </TagList>
      </TagGroup>
      <TextField
        label={`Add a ${one}`}
        isLabelHidden
        placeholder={`Add a ${one}, then press Enter`}
        value={text}
        onChange={setText}
        onKeyDown={onKeyDown}
        onBlur={() => add(text)}
        error={error}
        description={description}
        isCode
      />
      {offered.length > 0 ? (
        <fieldset className={styles.suggestions} aria-labelledby={suggestionsId}>
          <span id={suggestionsId} className={styles.none}>
            {suggestionsLabel}
          </span>
          {offered.slice(0, 40).map((suggestion) => (
            <Button
              key={suggestion}
              className={classNames(styles.suggestion)}
              onPress={() => onChange([...tokens, suggestion])}
            >
              <Icon name="plus" />
              <ForeignText>{suggestion}</ForeignText>
            </Button>
          ))}
        </fieldset>
      ) : null}
    </div>
  )
}

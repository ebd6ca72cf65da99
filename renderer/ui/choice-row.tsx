import { Button as AriaButton } from 'react-aria-components/Button'
import styles from './choice-row.module.css'
import { classNames } from './class-names.ts'
import { ForeignText } from './foreign-text.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Spinner } from './spinner.tsx'
import { Tile } from './tile.tsx'

export interface ChoiceRowProps {
  /** Absent: the first letter of the label. */
  icon?: IconName | undefined
  label: string
  detail: string
  note?: string | undefined
  isPending?: boolean
  onPress: () => void
}

/** One choice in a card of rows; the whole row is the button. */
export function ChoiceRow({ icon, label, detail, note, isPending = false, onPress }: ChoiceRowProps) {
  return (
    <AriaButton className={classNames(styles.row)} onPress={onPress}>
      {icon ? <Tile icon={icon} /> : <Tile name={label} />}
      <span className={styles.text}>
        <span className={styles.label}>
          <ForeignText isCut>{label}</ForeignText>
        </span>
        <span className={styles.detail}>
          <ForeignText isCut>{detail}</ForeignText>
        </span>
      </span>
      {note ? <span className={styles.note}>{note}</span> : null}
      <span className={styles.arrow}>{isPending ? <Spinner /> : <Icon name="chevronRight" />}</span>
    </AriaButton>
  )
}

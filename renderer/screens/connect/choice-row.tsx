import { Button as AriaButton } from 'react-aria-components/Button'
import { usePending } from '../../state/use-app-state.ts'
import { classNames } from '../../ui/class-names.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Tile } from '../../ui/tile.tsx'
import styles from './connect-screen.module.css'

export interface ChoiceRowProps {
  /** Absent: the first letter of the label. */
  icon?: IconName
  label: string
  detail: string
  note?: string | undefined
  onChoose: () => Promise<void>
}

/** One way to connect; the whole row is the button. */
export function ChoiceRow({ icon, label, detail, note, onChoose }: ChoiceRowProps) {
  const [choose, isPending] = usePending(onChoose)
  return (
    <AriaButton className={classNames(styles.row)} onPress={choose}>
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

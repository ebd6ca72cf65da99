import { Icon, type IconName } from './icon.tsx'
import { initialOf } from './initial.ts'
import styles from './tile.module.css'

/** A small square that stands for a provider: the first letter of its name, or an icon. Decorative. */
export function Tile(props: { name: string } | { icon: IconName }) {
  return (
    <span className={styles.tile} aria-hidden="true">
      {'icon' in props ? <Icon name={props.icon} /> : initialOf(props.name)}
    </span>
  )
}

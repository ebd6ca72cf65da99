import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import styles from './icon.module.css'

/** The set, drawn on a 16 px grid with strokes of 1.6 px. */
const paths = {
  accounts: (
    <path d="M8 8.2a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.8 13.4c.6-2.3 2.6-3.4 5.2-3.4s4.6 1.1 5.2 3.4" />
  ),
  alert: <path d="M8 2.2l6 11H2zM8 6.5v3M8 11.4v.1" />,
  arrowRight: <path d="M3 8h10M9 4l4 4-4 4" />,
  back: <path d="M13 8H3M7 4L3 8l4 4" />,
  browse: <path d="M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6" />,
  check: <path d="M3.5 8.5l3 3 6-7" />,
  chevronDown: <path d="M4.5 6.5L8 10l3.5-3.5" />,
  chevronRight: <path d="M6.5 4.5L10 8l-3.5 3.5" />,
  chevronUp: <path d="M4.5 9.5L8 6l3.5 3.5" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 5v3l2 1.5" />
    </>
  ),
  close: <path d="M4.5 4.5l7 7M11.5 4.5l-7 7" />,
  copy: <path d="M5.5 5.5H13V13H5.5zM3 10.5V3h7.5" />,
  disk: (
    <>
      <ellipse cx="8" cy="4" rx="5" ry="2" />
      <path d="M3 4v8c0 1.1 2.2 2 5 2s5-.9 5-2V4M3 8c0 1.1 2.2 2 5 2s5-.9 5-2" />
    </>
  ),
  download: <path d="M8 2.5v7.5M5 7.5L8 10.5l3-3M3 13.5h10" />,
  edit: <path d="M3 13l.6-2.8L10.5 3.3l2.2 2.2L5.8 12.4zM9 4.8L11.2 7" />,
  external: <path d="M9 3h4v4M13 3L7.5 8.5M11 9.5V13H3V5h3.5" />,
  file: <path d="M4 2h5.5L12 4.5V14H4zM9 2v3h3" />,
  filter: <path d="M2.5 3.5h11L9.5 8.5v4l-3 1v-5z" />,
  folder: <path d="M2 12.5v-9h4l1.5 2H14v7z" />,
  globe: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M2.4 8h11.2M8 2.2c1.6 1.6 2.4 3.5 2.4 5.8s-.8 4.2-2.4 5.8C6.4 12.2 5.6 10.3 5.6 8S6.4 3.8 8 2.2z" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 7.3v3.5M8 5v.1" />
    </>
  ),
  key: (
    <>
      <circle cx="5.5" cy="8" r="2.5" />
      <path d="M8 8h5.5v2.5M11 8v2" />
    </>
  ),
  lock: <path d="M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.2" />,
  paste: <path d="M5 3.5H3.5V13.5h9v-10H11M5.5 2.5h5v2.5h-5z" />,
  play: <path d="M5 3.5l7 4.5-7 4.5z" />,
  plug: <path d="M6 2v3M10 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14" />,
  plus: <path d="M8 3.5v9M3.5 8h9" />,
  refresh: <path d="M13 8a5 5 0 1 1-1.5-3.6L13 5.9M13 2.8v3.1H9.9" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4" />
      <path d="M10 10l3.5 3.5" />
    </>
  ),
  send: <path d="M2.5 8L13.5 3l-3 10.5-2.8-4.7zM7.7 8.8L13.5 3" />,
  settings: (
    <>
      <circle cx="8" cy="8" r="2.2" />
      <path d="M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6l1.4 1.4M11 11l1.4 1.4M12.4 3.6L11 5M5 11l-1.4 1.4" />
    </>
  ),
  shield: (
    <>
      <path d="M8 2l5 2v4c0 3-2.2 5-5 6-2.8-1-5-3-5-6V4z" />
      <path d="M5.8 8l1.6 1.6L10.4 6.5" />
    </>
  ),
  signIn: <path d="M9.5 3H13v10H9.5M2.5 8h7M6.5 5l3 3-3 3" />,
  star: <path d="M8 2.5l1.7 3.5 3.8.5-2.8 2.6.7 3.8L8 11.1l-3.4 1.8.7-3.8L2.5 6.5 6.3 6z" />,
  stop: <path d="M4.5 4.5h7v7h-7z" />,
  trash: <path d="M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.5 9h6l.5-9M6.8 7v4M9.2 7v4" />,
  unplug: (
    <path d="M2.5 2.5l11 11M6 2v1M10 2v3M6.5 5H12v2.5c0 .9-.3 1.7-.8 2.4M9 11.4A4 4 0 0 1 4 7.5V5M8 11.5V14" />
  ),
} satisfies Record<string, ReactNode>

/** The name of an icon. */
export type IconName = keyof typeof paths

/** An icon of the set, in the colour of the text. Decorative: the control that holds it carries the label. */
export function Icon({ name, className }: { name: IconName; className?: string | undefined }) {
  return (
    <svg className={classNames(styles.icon, className)} viewBox="0 0 16 16" aria-hidden="true">
      {paths[name]}
    </svg>
  )
}

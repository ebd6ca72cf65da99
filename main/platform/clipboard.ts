import { clipboard as systemClipboard } from 'electron'
import type { Ports } from '../ports.ts'

/** The system's clipboard, plain text only. */
export const clipboard: Ports['clipboard'] = {
  readText: () => systemClipboard.readText(),
  writeText: (text) => systemClipboard.writeText(text),
}

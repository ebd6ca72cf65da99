import type { BodyStatus } from '../../state/responses.ts'

/** The ways to look at a response. */
export type ViewName = 'table' | 'tree' | 'text' | 'image' | 'headers'

const labels: Record<ViewName, string> = {
  table: 'Table',
  tree: 'Tree',
  text: 'Text',
  image: 'Image',
  headers: 'Headers',
}

/** One way to look at the response at hand. */
export interface ViewOption {
  readonly value: ViewName
  readonly label: string
  readonly isDisabled?: boolean
}

/** The views that a body has, in the order of the control. The same ones for every JSON, so that none moves. */
export function listViews(status: BodyStatus | undefined): ViewOption[] {
  const option = (value: ViewName, isDisabled = false): ViewOption => ({
    value,
    label: labels[value],
    isDisabled,
  })
  if (status?.format === 'image') return [option('image'), option('headers')]
  if (status?.format === 'text') return [option('text'), option('headers')]
  const isBroken = status?.fault !== undefined
  const isTree = status?.root !== undefined && !isBroken
  return [
    option('table', status?.table === undefined || isBroken),
    option('tree', !isTree),
    option('text', status === undefined),
    option('headers'),
  ]
}

/**
 * The view wanted, or else the one that shows what the response is: a table for a list of objects, at the root or right
 * under it; the tree for a document that only holds such a list somewhere; else the first that the body has.
 */
export function chooseView(
  options: readonly ViewOption[],
  wanted: ViewName | undefined,
  status: BodyStatus | undefined,
): ViewName {
  const able = options.filter((option) => !option.isDisabled).map((option) => option.value)
  if (wanted !== undefined && able.includes(wanted)) return wanted
  const isListDeepInside = (status?.table?.trail.length ?? 0) > 1
  return (isListDeepInside && able.includes('tree') ? 'tree' : able[0]) ?? 'headers'
}

/** One value as the tree shows it. */
export interface TreeNode {
  /** An object's key or an array's index. */
  readonly key: string | number
  /** Names the value. */
  readonly start: number
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'
  readonly text: string
  readonly isCut: boolean
  /** Children, for containers. */
  readonly count: number
}

/** A container whose children are shown. */
export interface Branch {
  readonly start: number
  count: number
  /** Open children by their number, in order. */
  readonly open: { readonly at: number; readonly branch: Branch }[]
}

/** One line of the tree: a child of a branch. */
export interface TreeLine {
  readonly parent: Branch
  /** The child's number in its parent. */
  readonly at: number
  /** Numbers of the children from the root down to this one. */
  readonly trail: readonly number[]
  /** Set where the line's own children are shown. */
  readonly branch: Branch | undefined
}

/** A closed branch; nothing of it is loaded. */
export function makeBranch(start: number, count: number): Branch {
  return { start, count, open: [] }
}

/** Lines that a branch takes, open ones inside included. Costs no more than what is open, whatever the counts. */
export function countLines(branch: Branch): number {
  return branch.open.reduce((sum, child) => sum + countLines(child.branch), branch.count)
}

/** The line at a place from the top; undefined past the end. */
export function lineAt(root: Branch, line: number): TreeLine | undefined {
  let branch = root
  let left = line
  const trail: number[] = []
  for (;;) {
    let before = 0
    let inside: Branch['open'][number] | undefined
    for (const child of branch.open) {
      // The open child's own line stands at its number plus all lines opened before it.
      const own = child.at + before
      if (left <= own) break
      const lines = countLines(child.branch)
      if (left <= own + lines) {
        inside = child
        left -= own + 1
        break
      }
      before += lines
    }
    if (inside !== undefined) {
      trail.push(inside.at)
      branch = inside.branch
      continue
    }
    const at = left - before
    if (at < 0 || at >= branch.count) return undefined
    trail.push(at)
    return { parent: branch, at, trail, branch: branch.open.find((child) => child.at === at)?.branch }
  }
}

/** The place from the top of the line with this trail; -1 where something on the way is closed. */
export function placeOf(root: Branch, trail: readonly number[]): number {
  let branch: Branch | undefined = root
  let line = -1
  for (const at of trail) {
    if (branch === undefined || at >= branch.count) return -1
    line += 1 + at
    for (const child of branch.open) if (child.at < at) line += countLines(child.branch)
    branch = branch.open.find((child) => child.at === at)?.branch
  }
  return line
}

/** Opens a child. */
export function openChild(parent: Branch, at: number, start: number, count: number): Branch {
  const found = parent.open.find((child) => child.at === at)
  if (found !== undefined) return found.branch
  const branch = makeBranch(start, count)
  const place = parent.open.findIndex((child) => child.at > at)
  parent.open.splice(place < 0 ? parent.open.length : place, 0, { at, branch })
  return branch
}

/** Closes a child, and with it all that is open inside. */
export function closeChild(parent: Branch, at: number): void {
  const place = parent.open.findIndex((child) => child.at === at)
  if (place >= 0) parent.open.splice(place, 1)
}

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import {
  type Branch,
  countLines,
  lineAt,
  makeBranch,
  openChild,
  type TreeLine,
  type TreeNode,
} from './tree-model.ts'

const blockItems = 100
const maxBlocks = 200

type Load = (start: number, from: number, to: number, signal: AbortSignal) => Promise<readonly TreeNode[]>

/** The state behind a tree: what is open, and the children that were fetched, a hundred at a time. */
export function useTree(
  root: { start: number; count: number },
  load: Load,
  version: string,
  openLines: number,
) {
  const [, setDrawn] = useState(0)
  const redraw = useCallback(() => setDrawn((count) => count + 1), [])
  const latest = useRef(load)
  latest.current = load

  const { start } = root
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count grows while the document arrives; it is set below
  const state = useMemo(
    () => ({
      root: makeBranch(start, root.count),
      blocks: new Map<string, { version: string; nodes: readonly TreeNode[] }>(),
      hasOpened: false,
    }),
    [start],
  )
  state.root.count = root.count
  const view = useRef({ from: 0, to: 0 })
  const abort = useRef(new AbortController())
  useEffect(() => {
    abort.current = new AbortController()
    return () => abort.current.abort()
  }, [])

  const fetchBlock = useCallback(
    async (branch: Branch, block: number, signal: AbortSignal): Promise<readonly TreeNode[]> => {
      const from = block * blockItems
      const nodes = await latest.current(branch.start, from, from + blockItems, signal)
      const name = `${branch.start} ${block}`
      state.blocks.delete(name)
      state.blocks.set(name, { version, nodes })
      for (const old of [...state.blocks.keys()].slice(0, -maxBlocks)) state.blocks.delete(old)
      // A container that is still arriving grows.
      for (const child of branch.open) {
        const node = nodes[child.at - from]
        if (node !== undefined) child.branch.count = node.count
      }
      return nodes
    },
    [state, version],
  )

  const show = useCallback(
    (from: number, to: number) => {
      view.current = { from, to }
      const wanted = new Map<string, [Branch, number]>()
      for (let line = from; line < to; line++) {
        const found = lineAt(state.root, line)
        if (found === undefined) break
        const block = Math.floor(found.at / blockItems)
        const name = `${found.parent.start} ${block}`
        if (state.blocks.get(name)?.version !== version) wanted.set(name, [found.parent, block])
      }
      for (const [branch, block] of wanted.values()) {
        fetchBlock(branch, block, abort.current.signal).then(redraw, () => undefined)
      }
    },
    [state, version, fetchBlock, redraw],
  )

  // Opening a container brings lines into view without a scroll.
  const lines = countLines(state.root)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the lines is the reason
  useEffect(() => show(view.current.from, view.current.to), [lines, show])

  useEffect(() => {
    if (state.hasOpened || openLines === 0) return
    state.hasOpened = true
    void fetchBlock(state.root, 0, abort.current.signal).then(
      (nodes) => {
        const first = nodes.findIndex((node) => node.count > 0)
        nodes.forEach((node, at) => {
          // The first one also where the list itself is long: it shows what the others are made of.
          const wouldShow = at === first ? node.count : countLines(state.root) + node.count
          if (node.count > 0 && wouldShow <= openLines) openChild(state.root, at, node.start, node.count)
        })
        redraw()
      },
      () => undefined,
    )
  }, [state, openLines, fetchBlock, redraw])

  const openWay = useCallback(
    async (trail: readonly number[], signal: AbortSignal): Promise<Branch | undefined> => {
      let branch = state.root
      for (const at of trail.slice(0, -1)) {
        const block = Math.floor(at / blockItems)
        const nodes = await fetchBlock(branch, block, signal)
        const node = nodes[at - block * blockItems]
        if (node === undefined || signal.aborted) return undefined
        branch = openChild(branch, at, node.start, node.count)
      }
      redraw()
      return state.root
    },
    [state, fetchBlock, redraw],
  )

  const nodeOf = (line: TreeLine): TreeNode | undefined => {
    const block = Math.floor(line.at / blockItems)
    return state.blocks.get(`${line.parent.start} ${block}`)?.nodes[line.at - block * blockItems]
  }

  return { root: state.root, nodeOf, show, redraw, openWay }
}

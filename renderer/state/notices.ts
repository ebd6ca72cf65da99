import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Problem } from '../../contract/problem.ts'

/** A short message about what an action did. One with a problem stays until it is dismissed. */
export interface Notice {
  readonly id: number
  readonly tone: 'ok' | 'warn' | 'bad'
  readonly title: string
  readonly text: string
  readonly problem?: Problem
}

/** The notices that are shown now. */
export interface NoticesState {
  readonly notices: readonly Notice[]
}

/** The notices, and how one comes and goes. */
export interface Notices {
  readonly store: StoreApi<NoticesState>
  post(notice: Omit<Notice, 'id'>): void
  postProblem(problem: Problem): void
  dismiss(id: number): void
}

/** More than these hide the screen. */
const mostShown = 4

/** The notices in view, the oldest first. */
export function createNotices(): Notices {
  const store = createStore<NoticesState>(() => ({ notices: [] }))
  let nextId = 1
  function post(notice: Omit<Notice, 'id'>): void {
    // Pressed twice, told once.
    const others = store
      .getState()
      .notices.filter((other) => other.title !== notice.title || other.text !== notice.text)
    store.setState({ notices: [...others, { ...notice, id: nextId++ }].slice(-mostShown) })
  }
  return {
    store,
    post,
    postProblem: (problem) =>
      post({ tone: 'bad', title: problem.title, text: `${problem.detail} ${problem.nextStep}`, problem }),
    dismiss: (id) =>
      store.setState({ notices: store.getState().notices.filter((notice) => notice.id !== id) }),
  }
}

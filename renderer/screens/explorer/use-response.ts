import { useMemo } from 'react'
import { useStore } from 'zustand'
import { type ResponseActions, type ResponseState, responseOf } from '../../state/responses.ts'
import { useAppState } from '../../state/use-app-state.ts'

/** The requests and the response of an account. */
export function useResponse(accountId: string): { response: ResponseActions; state: ResponseState } {
  const { bridge } = useAppState()
  const response = useMemo(() => responseOf(bridge, accountId), [bridge, accountId])
  return { response, state: useStore(response.store) }
}

import type { AccountBook } from './accounts/account-book.ts'
import type { KeepAlive } from './accounts/keep-alive.ts'
import type { RequestAccounts } from './api/requests.ts'
import { usesMutualTls } from './oauth/client.ts'
import { proverOfGrant, secretsOf } from './oauth/grant.ts'
import type { Clock } from './ports.ts'
import { type Demo, demoSetupId } from './providers/demo.ts'
import type { Setups } from './providers/setups.ts'

const maxScopesNeeded = 100

/** What requests to APIs need of the accounts, their tokens and their setups. The demo is started for its account. */
export function createRequestAccounts(services: {
  readonly book: AccountBook
  readonly keepAlive: KeepAlive
  readonly setups: Setups
  readonly demo: Demo
  readonly clock: Clock
}): RequestAccounts {
  const { book, keepAlive, setups, demo, clock } = services
  return {
    accessToken: async (accountId, signal, resource) => {
      if (book.find(accountId).setupId === demoSetupId) await demo.start()
      return keepAlive.accessToken(accountId, signal, resource)
    },
    renew: keepAlive.renew,
    setupOf: (accountId) => setups.find(book.find(accountId).setupId),
    bindingOf: async (accountId) => {
      const { record, setupId } = book.find(accountId)
      const prover = record && (await proverOfGrant(record.grant, clock))
      if (prover) return { prover }
      if (!usesMutualTls({ setup: setups.find(setupId) })) return {}
      const { certificate } = await setups.credentials(setupId)
      return certificate ? { certificate } : {}
    },
    scopesOf: (accountId) => {
      const { record } = book.find(accountId)
      return { granted: record?.grant.scopesGranted ?? [], asked: record?.scopesAsked ?? [] }
    },
    noteScopesNeeded: (accountId, scopes) => {
      if (!book.has(accountId)) return
      const needed = new Set([...book.find(accountId).scopesNeeded, ...scopes])
      book.update(accountId, { scopesNeeded: [...needed].slice(0, maxScopesNeeded) })
    },
    secretsOf: (accountId) => {
      const grant = book.find(accountId).record?.grant
      return grant ? secretsOf(grant) : []
    },
  }
}

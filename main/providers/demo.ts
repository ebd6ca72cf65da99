import * as v from 'valibot'
import { apiSchema, type ProviderSetup, providerSetupSchema } from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { DemoProcess } from '../ports.ts'
import type { Setups } from './setups.ts'

/** The one setup of the embedded demo provider. */
export const demoSetupId = 'demo-shop'

/** The embedded demo provider as a provider setup like any other. */
export interface Demo {
  /** Starts it where it does not run yet and brings its setup up to date with the port that it got. */
  start(): Promise<ProviderSetup>
  /** True once it was started in this run of Keyfold: nothing starts it unasked. */
  isRunning(): boolean
}

/** What the demo's process tells of itself: data from outside, so it is checked like any other. */
const announcedSchema = v.object({
  name: v.string(),
  clientId: v.string(),
  scopes: v.array(v.string()),
  authorizationParameters: v.record(v.string(), v.string()),
  redirect: v.object({ path: v.string() }),
  signedOutPath: v.string(),
  api: apiSchema,
})

/** The demo provider over the process that runs it; nothing is started yet. Its announcement is checked. */
export function createDemo(options: { process: DemoProcess; setups: Setups }): Demo {
  const { process, setups } = options
  let isRunning = false

  return {
    isRunning: () => isRunning,
    async start() {
      const existing = setups.all().find((setup) => setup.id === demoSetupId)
      const { issuer, setup } = await process.start(preferredPort(existing))
      const announced = v.safeParse(announcedSchema, setup)
      if (!announced.success) throw new ProblemError(demoFailed())
      isRunning = true
      const { name, clientId, scopes, authorizationParameters, redirect, signedOutPath, api } =
        announced.output
      const next = v.parse(providerSetupSchema, {
        id: demoSetupId,
        kind: 'demo',
        name,
        issuer,
        clientId,
        clientAuthentication: 'none',
        scopes: existing?.scopes ?? scopes,
        authorizationParameters,
        redirect: { host: '127.0.0.1', port: 0, path: redirect.path },
        signedOutPath,
        apis: [api],
      })
      if (JSON.stringify(existing) !== JSON.stringify(next)) setups.put(next)
      return next
    },
  }
}

/** The port of the last run, so that the addresses in the explorer's history stay true where the port is free. */
function preferredPort(setup: ProviderSetup | undefined): number {
  return setup?.issuer === undefined ? 0 : Number(new URL(setup.issuer).port)
}

function demoFailed() {
  return makeProblem('demo_failed', 'keyfold', {
    title: 'The demo provider did not start',
    detail: 'Its process answered in a form that Keyfold does not know.',
    nextStep: 'Quit Keyfold and start it again. If it happens again, report it.',
  })
}

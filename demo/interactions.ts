import type { Provider } from 'oidc-provider'
import type { DemoContext, Middleware } from './context.ts'
import { renderConsentPage } from './pages/consent-page.ts'
import { renderOverPage } from './pages/message-page.ts'
import { sendPage } from './pages/send-page.ts'
import { renderSignInPage } from './pages/sign-in-page.ts'
import { readForm } from './read-form.ts'
import { demoUsers, findUser, verifyPassword } from './users.ts'

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

const route = /^(\/interaction\/[\w-]+)(?:\/(login|allow|cancel))?$/

/** Where oidc-provider sends the browser when a person has to sign in or to consent. */
export function interactionPath(uid: string): string {
  return `/interaction/${uid}`
}

/** Serves the sign-in and consent pages and hands their results back to oidc-provider. */
export function createInteractions(provider: Provider): Middleware {
  return async (ctx, next) => {
    const [, path, action] = route.exec(ctx.path) ?? []
    if (path === undefined) {
      await next()
      return
    }
    // An interaction lives an hour and is bound to its browser by a cookie; either may be gone.
    const interaction = await provider.interactionDetails(ctx.req, ctx.res).catch(() => undefined)
    if (!interaction || interactionPath(interaction.uid) !== path) {
      sendPage(ctx, renderOverPage(), 400)
      return
    }
    if (ctx.method === 'POST' && action) {
      await submit({ ctx, provider, interaction, path }, action)
    } else if (ctx.method === 'GET' && !action) {
      await show({ ctx, provider, interaction, path })
    } else {
      ctx.status = 405
    }
  }
}

interface Visit {
  readonly ctx: DemoContext
  readonly provider: Provider
  readonly interaction: Interaction
  readonly path: string
}

async function show({ ctx, provider, interaction, path }: Visit): Promise<void> {
  const clientName = await clientNameOf(provider, interaction)
  const user = findUser(interaction.session?.accountId)
  if (interaction.prompt.name === 'consent' && user && ctx.query.account !== 'other') {
    const scopes = scopesOf(interaction)
    const { redirect_uri: redirectUri } = interaction.params
    // Absent where another device waits for the answer (RFC 8628).
    const returnsTo = typeof redirectUri === 'string' ? { returnsTo: new URL(redirectUri).host } : {}
    sendPage(ctx, renderConsentPage({ clientName, path, user, scopes, ...returnsTo }))
    return
  }
  const { login_hint: hint } = interaction.params
  const other = demoUsers.find((candidate) => candidate !== user)
  const email = typeof hint === 'string' ? hint : (other?.email ?? '')
  sendPage(ctx, renderSignInPage({ clientName, path, email }))
}

async function submit(visit: Visit, action: string): Promise<void> {
  if (action === 'login') return signIn(visit)
  if (action === 'allow') return allow(visit)
  return finish(visit, {
    error: 'access_denied',
    error_description: 'The person did not allow access',
  })
}

async function signIn(visit: Visit): Promise<void> {
  const { ctx, provider, interaction, path } = visit
  const form = await readForm(ctx.req)
  const email = form.get('email') ?? ''
  const user = verifyPassword(email, form.get('password') ?? '')
  if (user) return finish(visit, { login: { accountId: user.sub, amr: ['pwd'] } })
  const clientName = await clientNameOf(provider, interaction)
  sendPage(ctx, renderSignInPage({ clientName, path, email, hasFailed: true }), 422)
}

async function allow(visit: Visit): Promise<void> {
  const { ctx, provider, interaction } = visit
  const user = findUser(interaction.session?.accountId)
  if (interaction.prompt.name !== 'consent' || !user) {
    ctx.status = 409
    return
  }
  const earlier = interaction.grantId ? await provider.Grant.find(interaction.grantId) : undefined
  const clientId = String(interaction.params.client_id)
  const grant = earlier ?? new provider.Grant({ accountId: user.sub, clientId })
  grant.addOIDCScope(scopesOf(interaction).join(' '))
  const claims = interaction.prompt.details.missingOIDCClaims
  if (Array.isArray(claims)) grant.addOIDCClaims(claims)
  await finish(visit, { consent: { grantId: await grant.save() } })
}

async function finish({ ctx, provider, interaction }: Visit, result: object): Promise<void> {
  const mergeWithLastSubmission = interaction.prompt.name === 'consent' && 'consent' in result
  const returnTo = await provider.interactionResult(
    ctx.req,
    ctx.res,
    { ...result },
    {
      mergeWithLastSubmission,
    },
  )
  ctx.redirect(returnTo)
  // 303: the browser must come back with GET, whatever it sent here.
  ctx.status = 303
}

function scopesOf(interaction: Interaction): string[] {
  return String(interaction.params.scope ?? '')
    .split(' ')
    .filter(Boolean)
}

async function clientNameOf(provider: Provider, interaction: Interaction): Promise<string> {
  const client = await provider.Client.find(String(interaction.params.client_id))
  return client?.clientName ?? 'An app'
}

import type { DemoUser } from '../users.ts'
import { type Html, html, type IconName, icon, renderPage } from './page.ts'

/** What the consent page shows. */
export interface ConsentPage {
  readonly clientName: string
  /** Path of the interaction; the forms post to `/allow` and `/cancel` below it. */
  readonly path: string
  readonly user: DemoUser
  readonly scopes: readonly string[]
  /** Host and port that the browser goes to afterwards. */
  readonly returnsTo?: string
}

interface ScopeInWords {
  readonly icon: IconName
  readonly title: string
  readonly meaning: string
}

const scopesInWords: Readonly<Record<string, ScopeInWords>> = {
  openid: { icon: 'person', title: 'Know who you are', meaning: 'An identifier of your account' },
  profile: { icon: 'card', title: 'See your profile', meaning: 'Your name, language and preferences' },
  email: { icon: 'mail', title: 'See your e-mail address', meaning: 'And whether it is verified' },
  offline_access: {
    icon: 'link',
    title: 'Stay connected',
    meaning: 'Without asking you again, until you disconnect',
  },
  'orders:read': {
    icon: 'box',
    title: 'Read orders',
    meaning: 'With customers and the catalogue',
  },
  'invoices:read': {
    icon: 'paper',
    title: 'Read invoices',
    meaning: 'Amounts and dates',
  },
}

/** The page on which a person allows or refuses what a client asks for. */
export function renderConsentPage({ clientName, path, user, scopes, returnsTo }: ConsentPage) {
  return renderPage(
    'Allow access',
    html`<h1>Allow access?</h1>
<p class="lead"><strong>${clientName}</strong> wants to use your account.</p>
<div class="account">
<span class="avatar" aria-hidden="true">${user.givenName.slice(0, 1)}${user.familyName.slice(0, 1)}</span>
<div><strong>${user.name}</strong>${user.email}</div>
<a href="${path}?account=other">Use another</a>
</div>
<h2 id="asks">It will be able to</h2>
<ul aria-labelledby="asks">
${scopes.map(renderScope)}
</ul>
<form method="post" action="${path}/allow">
<div class="actions">
<button class="primary" type="submit">Allow</button>
<button type="submit" formaction="${path}/cancel">Cancel</button>
</div>
</form>
<p class="return">${returnsTo === undefined ? 'Afterwards your device goes on by itself.' : `Afterwards your browser goes to ${returnsTo}.`}</p>`,
  )
}

function renderScope(scope: string): Html {
  const words = Object.hasOwn(scopesInWords, scope) ? scopesInWords[scope] : undefined
  const { icon: name, title, meaning } = words ?? { icon: 'paper', title: scope, meaning: '' }
  return html`<li>${icon(name)}<span>${title}<small>${meaning}</small></span></li>`
}

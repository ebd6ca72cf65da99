import { demoPassword, demoUsers } from '../users.ts'
import { html, renderPage } from './page.ts'

/** What the sign-in page shows. */
export interface SignInPage {
  readonly clientName: string
  /** Path of the interaction; the forms post to `/login` and `/cancel` below it. */
  readonly path: string
  readonly email: string
  /** True after a wrong e-mail address or password. */
  readonly hasFailed?: boolean
}

/** The page that asks for e-mail address and password, and says which ones work. */
export function renderSignInPage({ clientName, path, email, hasFailed = false }: SignInPage) {
  const invalid = html`${hasFailed ? html` aria-invalid="true" aria-describedby="problem"` : undefined}`
  const error = html`<p class="error" id="problem" role="alert">That e-mail address and password do not belong together. Check both and try again.</p>`
  const [first, second] = demoUsers
  return renderPage(
    hasFailed ? 'Error: Sign in' : 'Sign in',
    html`<h1>Sign in</h1>
<p class="lead">to continue to <strong>${clientName}</strong></p>
${hasFailed ? error : undefined}
<form method="post" action="${path}/login">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" value="${email}" autocomplete="username" required${invalid}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus${invalid}>
<p class="hint">This is a demo. Sign in as<br><code>${first?.email}</code> or <code>${second?.email}</code><br>with the password <code>${demoPassword}</code>.</p>
<div class="actions">
<button class="primary" type="submit">Sign in</button>
<button type="submit" formaction="${path}/cancel" formnovalidate>Cancel</button>
</div>
</form>`,
  )
}

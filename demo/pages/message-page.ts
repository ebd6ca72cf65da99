import { type Html, html, renderPage } from './page.ts'

/** A page for a request that cannot be answered; `details` are protocol names and their values. */
export function renderErrorPage(details: Readonly<Record<string, string>>): string {
  const rows = Object.entries(details).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)
  return renderPage(
    'Not possible',
    html`<h1>This did not work</h1>
<p class="lead">The app that sent you here made a request that Demo shop cannot answer. Go back to the app and start again.</p>
<dl>${rows}</dl>`,
  )
}

/** A page for a sign-in that has ended, or that another browser began. */
export function renderOverPage(): string {
  return renderPage(
    'Sign-in is over',
    html`<h1>This sign-in is over</h1>
<p class="lead">It took too long, or another browser began it. Go back to the app and start again.</p>`,
  )
}

/** Asks whether to sign out (OpenID Connect RP-Initiated Logout 1.0, section 2). */
export function renderSignOutPage(form: Html): string {
  return renderPage(
    'Sign out',
    html`<h1>Sign out?</h1>
<p class="lead">You will have to enter your password again.</p>
${form}
<div class="actions">
<button class="primary" type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button type="submit" form="op.logoutForm">Stay signed in</button>
</div>`,
  )
}

/** Says that the person is signed out, when the client named no page to return to. */
export function renderSignedOutPage(): string {
  return renderPage(
    'Signed out',
    html`<h1>You are signed out</h1>
<p class="lead">You can close this page.</p>`,
  )
}

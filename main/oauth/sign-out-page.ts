import { escapeHtml, pageHeaders, renderPage } from './loopback-page.ts'

/** Sends the form at once; without it, or where the browser runs no script, the button does. */
const script = 'document.forms[0].submit()'

/** The page that takes the browser to the provider with the request in a form, not in an address. */
export function renderHandOverPage(endpoint: URL, parameters: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(parameters).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return renderPage({
    title: 'Signing out',
    text: `Keyfold takes you to ${endpoint.host}, which ends your session there.`,
    tone: 'warn',
    content: `<form method="post" action="${escapeHtml(endpoint.href)}">${inputs.join('')}<button type="submit">Continue</button></form>
<script>${script}</script>
`,
  })
}

/** Browsers hold `form-action` against every redirect of the form's answer: providers sign out over several hosts. */
export function handOverHeaders(endpoint: URL): Readonly<Record<string, string>> {
  return pageHeaders({ script, formActions: ["'self'", endpoint.origin, 'https:'] })
}

/** The page to which the provider sends the browser back. */
export function renderSignedOutPage(): string {
  return renderPage({
    title: 'You are signed out',
    text: 'The provider has ended your session in this browser. You can close this page.',
    tone: 'ok',
  })
}

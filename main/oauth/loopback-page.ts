import { createHash } from 'node:crypto'

/** What a page's mark says: done, look here, or not done. */
export type Tone = 'ok' | 'warn' | 'bad'

/* The visual tokens of the app, in the few that this page needs. */
const style = `
:root{color-scheme:light dark;--bg:oklch(0.985 0.003 265);--surface:oklch(1 0 0);--line:oklch(0.905 0.008 265);--text:oklch(0.25 0.02 265);--text-2:oklch(0.46 0.02 265);--accent:oklch(0.53 0.19 275);--ok:oklch(0.48 0.12 155);--ok-soft:oklch(0.955 0.035 155);--warn:oklch(0.5 0.11 70);--warn-soft:oklch(0.965 0.04 85);--bad:oklch(0.52 0.19 25);--bad-soft:oklch(0.965 0.022 25)}
@media (prefers-color-scheme:dark){:root{--bg:oklch(0.185 0.012 265);--surface:oklch(0.213 0.013 265);--line:oklch(0.29 0.014 265);--text:oklch(0.94 0.006 265);--text-2:oklch(0.75 0.012 265);--accent:oklch(0.68 0.15 278);--ok:oklch(0.8 0.13 155);--ok-soft:oklch(0.27 0.04 155);--warn:oklch(0.84 0.12 85);--warn-soft:oklch(0.28 0.04 75);--bad:oklch(0.76 0.14 25);--bad-soft:oklch(0.28 0.06 25)}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI","Inter","Cantarell","Noto Sans",sans-serif}
main{width:100%;max-width:420px;padding:32px;background:var(--surface);border:1px solid var(--line);border-radius:10px}
p{margin:0}
h1{margin:16px 0 8px;font-size:19px;line-height:1.3;font-weight:600}
.brand{display:flex;align-items:center;gap:8px;font-weight:600}
.brand svg{width:24px;height:24px;padding:4px;border-radius:6px;background:var(--accent);fill:none;stroke:var(--surface);stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.text{color:var(--text-2)}
.mark{width:40px;height:40px;margin-top:24px;border-radius:50%;display:grid;place-items:center}
.mark svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}
.ok{color:var(--ok);background:var(--ok-soft)}
.warn{color:var(--warn);background:var(--warn-soft)}
.bad{color:var(--bad);background:var(--bad-soft)}
button{margin-top:20px;padding:8px 16px;border:0;border-radius:6px;background:var(--accent);color:var(--surface);font:inherit;font-weight:600}
`

const marks: Readonly<Record<Tone, string>> = {
  ok: '<path d="M4 10.5 8.2 15 16 5.5"/>',
  warn: '<path d="M10 4v7.5M10 15.6v.1"/>',
  bad: '<path d="M5.5 5.5l9 9M14.5 5.5l-9 9"/>',
}

/** Beyond text and style, what a page may do. */
export interface PagePowers {
  /** The one script that may run, by its exact text. */
  readonly script?: string
  /** Where its form may be sent to, as sources of a Content-Security-Policy; redirects of the answer included. */
  readonly formActions?: readonly string[]
}

/** Header fields of a page for the browser. Nothing may run, load, frame, store or refer but what is named. */
export function pageHeaders({ script, formActions = [] }: PagePowers = {}): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    "base-uri 'none'",
    `form-action ${formActions.length > 0 ? formActions.join(' ') : "'none'"}`,
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    connection: 'close',
  }
}

/** A page in the app's own looks. `content` is markup that its caller has escaped. */
export function renderPage(page: {
  readonly title: string
  readonly text: string
  readonly tone: Tone
  readonly content?: string
}): string {
  const { title, text, tone, content = '' } = page
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · Keyfold</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="brand"><svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="5.5" cy="8" r="2.5"/><path d="M8 8h5.5v2.5M11 8v2"/></svg>Keyfold</p>
<div class="mark ${tone}" aria-hidden="true"><svg viewBox="0 0 20 20">${marks[tone]}</svg></div>
<h1>${escapeHtml(title)}</h1>
<p class="text">${escapeHtml(text)}</p>
${content}</main>
</body>
</html>
`
}

/** A text as HTML, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`

import { createHash } from 'node:crypto'

/** What the page in the browser says. */
export type CallbackResult = 'received' | 'declined' | 'failed' | 'alreadyUsed' | 'signedIn' | 'notOurs'

interface Texts {
  readonly title: string
  readonly text: string
  readonly tone: 'ok' | 'warn' | 'bad'
}

const texts: Readonly<Record<CallbackResult, Texts>> = {
  received: {
    title: 'Back to Keyfold',
    text: 'Your answer has arrived, and Keyfold is finishing the sign-in. Return to Keyfold; you can close this page.',
    tone: 'ok',
  },
  signedIn: {
    title: 'You are signed in',
    text: 'Keyfold has finished this sign-in. Return to Keyfold; you can close this page.',
    tone: 'ok',
  },
  alreadyUsed: {
    title: 'This answer was already used',
    text: 'Keyfold took it when it first arrived, and takes each answer once. Return to Keyfold to see how the sign-in went.',
    tone: 'warn',
  },
  declined: {
    title: 'Access was not granted',
    text: 'The provider sent you back without access, so nothing was connected. Return to Keyfold to try again.',
    tone: 'warn',
  },
  failed: {
    title: 'The sign-in did not work',
    text: 'The provider sent you back with an error. Return to Keyfold: it shows what went wrong and what to do next.',
    tone: 'bad',
  },
  notOurs: {
    title: 'This page belongs to no sign-in',
    text: 'Keyfold is waiting for another answer, and this one changed nothing. Return to Keyfold and open the browser from there.',
    tone: 'bad',
  },
}

/* The visual tokens of the app, in the few that this page needs. */
const style = `
:root{color-scheme:light dark;--bg:oklch(0.985 0.003 265);--surface:oklch(1 0 0);--line:oklch(0.905 0.008 265);--text:oklch(0.25 0.02 265);--text-2:oklch(0.46 0.02 265);--accent:oklch(0.53 0.19 275);--ok:oklch(0.48 0.12 155);--ok-soft:oklch(0.955 0.035 155);--warn:oklch(0.5 0.11 70);--warn-soft:oklch(0.965 0.04 85);--bad:oklch(0.52 0.19 25);--bad-soft:oklch(0.965 0.022 25)}
@media (prefers-color-scheme:dark){:root{--bg:oklch(0.185 0.012 265);--surface:oklch(0.213 0.013 265);--line:oklch(0.29 0.014 265);--text:oklch(0.94 0.006 265);--text-2:oklch(0.75 0.012 265);--accent:oklch(0.68 0.15 278);--ok:oklch(0.8 0.13 155);--ok-soft:oklch(0.27 0.04 155);--warn:oklch(0.84 0.12 85);--warn-soft:oklch(0.28 0.04 75);--bad:oklch(0.76 0.14 25);--bad-soft:oklch(0.28 0.06 25)}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI","Inter","Cantarell","Noto Sans",sans-serif}
main{width:100%;max-width:420px;padding:32px;background:var(--surface);border:1px solid var(--line);border-radius:10px}
p{margin:0}
h1{margin:16px 0 8px;font-size:19px;line-height:1.3;font-weight:600}
.brand{font-size:13px;font-weight:600;color:var(--accent)}
.text{color:var(--text-2)}
.mark{width:40px;height:40px;margin-top:24px;border-radius:50%;display:grid;place-items:center}
.mark svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}
.ok{color:var(--ok);background:var(--ok-soft)}
.warn{color:var(--warn);background:var(--warn-soft)}
.bad{color:var(--bad);background:var(--bad-soft)}
`

const marks: Readonly<Record<Texts['tone'], string>> = {
  ok: '<path d="M4 10.5 8.2 15 16 5.5"/>',
  warn: '<path d="M10 4v7.5M10 15.6v.1"/>',
  bad: '<path d="M5.5 5.5l9 9M14.5 5.5l-9 9"/>',
}

const styleHash = createHash('sha256').update(style).digest('base64')

/** The header fields of every answer of the listener. Nothing may run, load, frame, store or refer. */
export const callbackHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  connection: 'close',
}

/** The page for a result: static text that holds nothing of the request. */
export function renderCallbackPage(result: CallbackResult): string {
  const { title, text, tone } = texts[result]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Keyfold</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="brand">Keyfold</p>
<div class="mark ${tone}" aria-hidden="true"><svg viewBox="0 0 20 20">${marks[tone]}</svg></div>
<h1>${title}</h1>
<p class="text">${text}</p>
</main>
</body>
</html>
`
}

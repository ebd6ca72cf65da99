import { createHash } from 'node:crypto'

/** The one style sheet of the demo provider's pages: Keyfold's tokens, light and dark by the system. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --bg: oklch(0.985 0.003 265); --surface: oklch(1 0 0); --line: oklch(0.905 0.008 265);
  --control-line: oklch(0.62 0.015 265); --hover: oklch(0.945 0.008 265);
  --text: oklch(0.25 0.02 265); --text-2: oklch(0.46 0.02 265);
  --accent: oklch(0.53 0.19 275); --accent-hover: oklch(0.48 0.19 275); --on-accent: oklch(0.99 0 0);
  --accent-soft: oklch(0.945 0.03 275); --accent-text: oklch(0.45 0.17 275);
  --bad: oklch(0.5 0.19 25); --bad-soft: oklch(0.965 0.022 25); --bad-line: oklch(0.86 0.08 25);
  --shadow: 0 1px 2px oklch(0.3 0.02 265 / 0.06), 0 12px 32px oklch(0.3 0.02 265 / 0.08);
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: oklch(0.168 0.012 265); --surface: oklch(0.213 0.013 265); --line: oklch(0.29 0.014 265);
    --control-line: oklch(0.54 0.02 265); --hover: oklch(0.262 0.016 265);
    --text: oklch(0.94 0.006 265); --text-2: oklch(0.75 0.012 265);
    --accent: oklch(0.68 0.15 278); --accent-hover: oklch(0.74 0.13 278); --on-accent: oklch(0.17 0.03 275);
    --accent-soft: oklch(0.3 0.06 275); --accent-text: oklch(0.8 0.1 278);
    --bad: oklch(0.78 0.13 25); --bad-soft: oklch(0.28 0.06 25); --bad-line: oklch(0.46 0.11 25);
    --shadow: 0 1px 2px oklch(0 0 0 / 0.3), 0 12px 32px oklch(0 0 0 / 0.35);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; grid-template-rows: 1fr auto; justify-items: center;
  background: var(--bg); color: var(--text);
  font: 400 15px/1.45 system-ui, -apple-system, "Segoe UI", "Cantarell", "Noto Sans", sans-serif;
}
main {
  width: min(420px, 100% - 32px); align-self: center; margin: 24px 0; padding: 28px 32px;
  background: var(--surface); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow);
}
footer { padding: 0 24px 24px; max-width: 452px; color: var(--text-2); font-size: 13px; text-align: center; }
.shop { display: flex; align-items: center; gap: 8px; margin: 0 0 20px; font-weight: 600; }
.shop svg { width: 28px; height: 28px; padding: 5px; border-radius: 6px; background: var(--accent); color: var(--on-accent); }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; }
h2 { margin: 0 0 4px; font-size: 15px; font-weight: 600; }
p { margin: 0; }
.lead { color: var(--text-2); margin-bottom: 20px; }
.lead strong, .account strong { color: var(--text); font-weight: 600; }
label { display: block; margin: 16px 0 4px; font-size: 13px; font-weight: 500; }
input[type=email], input[type=password] {
  width: 100%; height: 40px; padding: 0 12px; font: inherit; color: var(--text);
  background: var(--surface); border: 1px solid var(--control-line); border-radius: 6px;
}
input[aria-invalid=true] { border-color: var(--bad); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
input:focus-visible { outline-offset: -1px; border-color: var(--accent); }
.error {
  margin: 0 0 16px; padding: 12px; color: var(--bad); background: var(--bad-soft);
  border: 1px solid var(--bad-line); border-radius: 6px; font-size: 13px;
}
.hint { margin-top: 16px; padding: 12px; background: var(--accent-soft); border-radius: 6px; font-size: 13px; }
.hint code { font: 600 12.5px ui-monospace, "Cascadia Code", "DejaVu Sans Mono", monospace; }
.actions { display: flex; gap: 8px; margin-top: 20px; }
button {
  flex: 1; height: 40px; padding: 0 16px; font: inherit; font-weight: 500; cursor: pointer;
  color: var(--text); background: var(--surface); border: 1px solid var(--control-line); border-radius: 6px;
}
button:hover { background: var(--hover); }
button.primary { color: var(--on-accent); background: var(--accent); border-color: transparent; font-weight: 600; }
button.primary:hover { background: var(--accent-hover); }
a { color: var(--accent-text); border-radius: 3px; }
.account {
  display: flex; flex-wrap: wrap; align-items: center; gap: 12px; margin: 0 0 20px; padding: 12px;
  border: 1px solid var(--line); border-radius: 6px; font-size: 13px; color: var(--text-2);
}
.account div { flex: 1 1 144px; min-width: 0; overflow-wrap: anywhere; }
.account strong { display: block; font-size: 15px; line-height: 1.3; }
.account a { white-space: nowrap; }
.avatar {
  flex: none; width: 36px; height: 36px; display: grid; place-items: center; border-radius: 50%;
  background: var(--accent-soft); color: var(--accent-text); font-weight: 600;
}
ul { list-style: none; margin: 8px 0 0; padding: 0; }
li { display: grid; grid-template-columns: 20px 1fr; gap: 12px; padding: 7px 0; border-top: 1px solid var(--line); }
li svg { width: 20px; height: 20px; margin-top: 1px; color: var(--accent-text); }
li small { display: block; color: var(--text-2); font-size: 13px; }
dl { margin: 16px 0 0; font-size: 13px; }
dt { color: var(--text-2); }
dd { margin: 0 0 8px; overflow-wrap: anywhere; }
.return { margin-top: 12px; color: var(--text-2); font-size: 13px; }
@media (max-width: 420px) { main { padding: 24px; } .actions { flex-direction: column; } button { flex: none; } }
@media (forced-colors: active) { .avatar, button.primary { border: 1px solid; } }
`

/**
 * Content-Security-Policy of the pages: no script, no image, the one style sheet by its hash.
 *
 * `form-action` names schemes and not hosts: Chromium applies it to the redirect that follows a form
 * too, that redirect ends at the client's loopback listener, and CSP cannot write `[::1]`.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(styleSheet).digest('base64')}'`,
  'form-action http: https:',
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

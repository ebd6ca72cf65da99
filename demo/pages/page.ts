import { styleSheet } from './style.ts'

/** HTML that is safe to put in a page as it is; made by `html` only. */
export interface Html {
  readonly source: string
}

type Value = Html | string | undefined | readonly Html[]

/** Builds HTML from a template; every string that is put in is escaped, for text and for attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const source = parts.reduce((text, part, i) => text + toSource(values[i - 1]) + part)
  return { source }
}

function toSource(value: Value): string {
  if (value === undefined) return ''
  if (typeof value === 'string') return escapeHtml(value)
  if ('source' in value) return value.source
  return value.map((part) => part.source).join('\n')
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

const icons = {
  bag: 'M4.5 6.500h11l.8 10h-12.600zM7 8.500V6a3 3 0 0 1 6 0v2.500',
  person: 'M10 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM4 16.500c.6-3 3-4.500 6-4.500s5.400 1.500 6 4.500',
  card: 'M3 5h14v10.500H3zM6 9h4M6 12h2.500M12.500 9H14',
  mail: 'M3 5h14v10.500H3zM3.500 5.500L10 11l6.500-5.500',
  link: 'M8.500 11.500a3 3 0 0 0 4.200 0l2.400-2.400a3 3 0 0 0-4.200-4.200l-.9.900M11.500 8.500a3 3 0 0 0-4.200 0L4.900 10.900a3 3 0 0 0 4.200 4.200l.9-.9',
  box: 'M10 3l6.500 3.300v7.400L10 17l-6.500-3.300V6.300zM3.500 6.300L10 9.600l6.500-3.300M10 9.600V17',
  paper: 'M5 3h7l3.500 3.500V17H5zM12 3v3.500h3.500M7.500 10.500h5M7.500 13.500h5',
} as const

/** The name of a drawn icon. */
export type IconName = keyof typeof icons

/** A decorative line icon, hidden from assistive technology. */
export function icon(name: IconName): Html {
  return html`<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${icons[name]}"/></svg>`
}

/** A whole document in the demo provider's frame. */
export function renderPage(title: string, content: Html): string {
  const { source } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Demo shop</title>
<style>${{ source: styleSheet }}</style>
</head>
<body>
<main>
<p class="shop">${icon('bag')}Demo shop</p>
${content}
</main>
<footer>The demo provider of Keyfold. It runs on this computer and forgets everything when it stops.</footer>
</body>
</html>
`
  return source
}

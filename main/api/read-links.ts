import type { ResponseHead } from '../../contract/models.ts'

const relations = ['first', 'prev', 'next', 'last'] as const
type Relation = (typeof relations)[number]

/**
 * One link: its target in angle brackets, then its parameters (RFC 8288 §3). White space is read by what stands before
 * it and by nothing else: could two parts share it, a header of a hundred bytes would be tried in more ways than ever end.
 */
const linkPattern =
  /\s*<([^<>]*)>\s*((?:;\s*[\w!#$&+\-.^`|~*]+\s*(?:=\s*(?:(?:"(?:[^"\\]|\\.)*"|[^\s",;]+)\s*)?)?)*)(?:,|$)/gy
const parameterPattern = /;\s*([\w!#$&+\-.^`|~*]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*)))?/g

/**
 * Reads the page links of a `Link` header (RFC 8288): `first`, `prev`, `next` and `last`, made absolute against the
 * request's address. The first link of a relation counts; a link for another context (`anchor`), to an origin that
 * is not allowed, or after a part that cannot be read is left out.
 */
export function readLinks(
  header: string,
  requestUrl: URL,
  origins: ReadonlySet<string>,
): ResponseHead['links'] {
  const links: { [Name in Relation]?: string } = {}
  for (const [, target = '', parameterText = ''] of header.matchAll(linkPattern)) {
    const parameters = readParameters(parameterText)
    if (parameters.has('anchor') || !URL.canParse(target, requestUrl.href)) continue
    const url = new URL(target, requestUrl)
    if (!origins.has(url.origin) || url.username !== '' || url.password !== '' || url.href.length > 2_048)
      continue
    for (const relation of (parameters.get('rel') ?? '').toLowerCase().split(/\s+/)) {
      if (isRelation(relation)) links[relation] ??= url.href
    }
  }
  return links
}

function readParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, token] of text.matchAll(parameterPattern)) {
    const key = name.toLowerCase()
    // RFC 8288 §3.3: later occurrences of `rel` are ignored.
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? token ?? '')
  }
  return parameters
}

function isRelation(text: string): text is Relation {
  return (relations as readonly string[]).includes(text)
}

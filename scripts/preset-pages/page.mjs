/** How a page of docs/guide/providers is written from a preset's data. */

/** In the words of the setup's form. */
const authentications = {
  none: 'none: a public client, protected by PKCE',
  client_secret_basic: 'the client secret, in the header',
  client_secret_post: 'the client secret, in the body',
}

const cell = (text) => text.replaceAll('|', '\\|')
const row = (...cells) => `| ${cells.map(cell).join(' | ')} |`
const table = (head, rows) => [row(...head), row(...head.map(() => '---')), ...rows]

/** What to enter at the console, in the same form as main/providers/preset-service.ts gives it; null: nothing. */
function registered({ redirect: { host, port, path, register } }) {
  if (register !== undefined) return register
  return `http://${host}${port === 0 ? '' : `:${port}`}${path}`
}

/** True where the redirect is an https address of the person's own, which they paste from. */
const isPasted = ({ redirect }) => redirect.takesLoopbackAddress === 'no'

function source({ source, remembered }) {
  if (remembered) return 'remembered, not evidenced'
  const [repository, number] = source.split('#')
  if (!source.startsWith('https:')) return `[${source}](https://github.com/${repository}/issues/${number})`
  return `[${new URL(source).hostname}](${source})`
}

function fillIn(preset) {
  const { client, blanks } = preset
  const secret =
    client.secretLabel === undefined ? [] : [row(client.secretLabel, '', 'From the console; kept encrypted')]
  const rows = blanks.map(({ label, example, hint, fallback }) => {
    const optional =
      fallback === undefined ? '' : fallback === '' ? 'May be left empty.' : `Left empty: \`${fallback}\`.`
    return row(label, `\`${example}\``, [hint, optional].filter(Boolean).join(' '))
  })
  const id = row(client.idLabel, `\`${client.idExample}\``, 'From the console')
  const redirect = isPasted(preset)
    ? [
        row(
          'Redirect address',
          '`https://example.com/keyfold`',
          'An https address of your own; see the redirect below.',
        ),
      ]
    : []
  return table(['field', 'example', 'what it is'], [id, ...secret, ...rows, ...redirect])
}

function redirectLines(preset) {
  const { field, notes, port } = preset.redirect
  if (isPasted(preset)) {
    const first = `- Under “${field}”, enter the https address of your own that you fill in as “Redirect address”, letter by letter.`
    return [first, ...notes.map((note) => `- ${note}`)]
  }
  const value = registered(preset)
  const first =
    value === null
      ? `- Nothing is entered under “${field}”.`
      : `- Under “${field}”, enter exactly \`${value}\`. The setup’s form has a button that copies it.`
  const portLine =
    port === 0
      ? '- Keyfold takes any free port at each sign-in.'
      : `- The port ${port} has to be free on this computer when you sign in. Change it in both places where it is not.`
  return [first, portLine, ...notes.map((note) => `- ${note}`)]
}

function requests(apis) {
  return apis.flatMap(({ name, baseUrl, requests: known }) => [
    `${name}, at \`${baseUrl}\`:`,
    '',
    ...known.map(({ name: title, method, path, description }) => {
      const more = description === undefined ? '' : ` (${description})`
      return `- ${title}: \`${method} ${path}\`${more}`
    }),
    '',
  ])
}

const endpointNames = {
  authorization: 'Authorization endpoint',
  token: 'Token endpoint',
  userinfo: 'UserInfo endpoint',
  jwks: 'JWKS address',
  revocation: 'Revocation endpoint',
}

function setupRows(preset) {
  const parameters = (step, values = {}) =>
    Object.entries(values).map(([name, value]) => row(`${step}: ${name}`, `\`${value}\``))
  return [
    ...(preset.issuer === undefined ? [] : [row('Issuer URL', `\`${preset.issuer}\``)]),
    ...Object.entries(preset.endpoints ?? {}).map(([name, url]) =>
      row(endpointNames[name] ?? name, `\`${url}\``),
    ),
    ...parameters('Authorization parameter', preset.authorizationParameters),
    ...parameters('Code exchange parameter', preset.tokenParameters),
    ...parameters('Refresh parameter', preset.refreshParameters),
    ...Object.entries(preset.quirks ?? {}).map(([name, value]) =>
      row(`Quirk: ${name}`, `\`${JSON.stringify(value)}\``),
    ),
  ]
}

const unsourced =
  'What no line above speaks of (the console’s steps, names of scopes, addresses of APIs) is remembered too.'

/** The whole page of one preset. */
export function renderPage(preset) {
  const { name, console: portal, scopes, defaultScopes, troubles, evidence } = preset
  const method = authentications[preset.clientAuthentication] ?? preset.clientAuthentication
  const asked = new Set(defaultScopes)
  const lines = [
    `# ${name}`,
    '',
    `Made by \`node scripts/preset-pages.mjs\` from the preset \`${preset.id}\`; change it there.`,
    '',
    '## What to fill in',
    '',
    ...fillIn(preset),
    '',
    `Client authentication: ${method}.`,
    '',
    '## What to register',
    '',
    `At <${portal.url}>:`,
    '',
    ...portal.steps.map((step, index) => `${index + 1}. ${step}`),
    '',
    'The redirect:',
    '',
    ...redirectLines(preset),
    '',
    '## Scopes',
    '',
    ...(scopes.length === 0
      ? [`${name} has no scopes.`]
      : table(
          ['scope', 'what it lets Keyfold do', 'asked for at first'],
          scopes.map((scope) => row(`\`${scope.name}\``, scope.meaning, asked.has(scope.name) ? 'yes' : '')),
        )),
    '',
    '## The setup that it makes',
    '',
    ...table(['what', 'value'], setupRows(preset)),
    '',
    '## First requests',
    '',
    ...requests(preset.apis),
    '## What goes wrong',
    '',
    ...table(
      ['what you see', 'what to change'],
      troubles.map(({ symptom, change }) => row(symptom, change)),
    ),
    '',
    '## What is known of this provider',
    '',
    ...evidence.map((one) => `- ${one.claim} (${source(one)})`),
    '',
    unsourced,
  ]
  return `${lines.join('\n')}\n`
}

const loopbackWords = {
  yes: 'taken',
  no: 'refused: you paste the answer from an https address of your own',
  unknown: 'not known',
}

/** The list of the pages. */
export function renderIndex(presets) {
  const sorted = [...presets].sort((one, other) => one.name.localeCompare(other.name, 'en'))
  const lines = [
    '# Providers',
    '',
    'Made by `node scripts/preset-pages.mjs` from the presets in `main/providers/presets`; change them there.',
    '',
    'None was tried against the provider itself: each is tried offline, against a server that behaves as the provider',
    'documents. Each page says of each quirk, parameter and redirect rule where it was read, or that it is remembered.',
    'Steps in the consoles, names of scopes and addresses of APIs are from memory where a page says nothing else.',
    '',
    ...table(
      ['provider', 'client secret', 'redirect to 127.0.0.1', 'port of it', 'remembered, not evidenced'],
      sorted.map((preset) => {
        const remembered = preset.evidence.filter((one) => one.remembered).length
        return row(
          `[${preset.name}](${preset.id}.md)`,
          preset.clientAuthentication === 'none' ? 'none' : 'needed',
          loopbackWords[preset.redirect.takesLoopbackAddress],
          isPasted(preset) ? '' : preset.redirect.port === 0 ? 'any' : 'fixed',
          `${remembered} of ${preset.evidence.length}`,
        )
      }),
    ),
  ]
  return `${lines.join('\n')}\n`
}

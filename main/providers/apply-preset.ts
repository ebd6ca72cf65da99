import * as v from 'valibot'
import { pastedAddressPattern, type SetupDraft, setupDraftSchema } from '../../contract/models.ts'
import type { FilledBlanks, PresetBlank } from '../../contract/presets.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { Preset } from './preset.ts'

type Values = ReadonlyMap<string, string>

/** Asked for where the provider takes no loopback address: the redirect URI to register, and to paste from. */
const redirectAddressBlank: PresetBlank = {
  id: 'redirectAddress',
  label: 'Redirect address',
  hint: 'An https address of your own, as you register it. No page has to be there; whoever runs it can see the code that you are to paste.',
  example: 'https://example.com/keyfold',
  pattern: pastedAddressPattern.source.replaceAll(/^\^|\$$/g, ''),
}

/**
 * The blanks of a preset in the order to ask for them: the client id, what its addresses need, and where the answer
 * comes to where that is no loopback address.
 */
export function blanksOf(preset: Preset): PresetBlank[] {
  const { idLabel, idExample } = preset.client
  return [
    { id: 'clientId', label: idLabel, example: idExample, pattern: '[!-~]{1,200}' },
    ...preset.blanks,
    ...(preset.redirect.takesLoopbackAddress === 'no' ? [redirectAddressBlank] : []),
  ]
}

/**
 * Makes a setup of a preset and its filled blanks. A parameter whose value comes out empty, because an optional blank
 * was left, is left out. Throws a ProblemError `invalid_argument` that names the blank to fill in or to change.
 */
export function applyPreset(preset: Preset, filled: FilledBlanks): SetupDraft {
  const values = readBlanks(preset, filled)
  const fill = (template: string) => fillTemplate(template, values)
  const fillAll = (templates: Readonly<Record<string, string | undefined>> = {}) =>
    Object.fromEntries(
      Object.entries(templates).flatMap(([name, template = '']) => {
        const value = fill(template)
        return value === '' ? [] : [[name, value]]
      }),
    )
  const { endpoints, quirks, tokenParameters, refreshParameters } = preset
  return v.parse(setupDraftSchema, {
    name: preset.name,
    preset: preset.id,
    ...(preset.issuer !== undefined && { issuer: fill(preset.issuer) }),
    ...(endpoints && { endpoints: fillAll(endpoints) }),
    clientId: values.get('clientId'),
    clientAuthentication: preset.clientAuthentication,
    scopes: preset.defaultScopes,
    authorizationParameters: fillAll(preset.authorizationParameters),
    ...(tokenParameters && { tokenParameters: fillAll(tokenParameters) }),
    ...(refreshParameters && { refreshParameters: fillAll(refreshParameters) }),
    redirect: {
      host: preset.redirect.host,
      port: preset.redirect.port,
      path: preset.redirect.path,
      ...(preset.redirect.takesLoopbackAddress === 'no' && {
        pastedAddress: values.get(redirectAddressBlank.id),
      }),
    },
    apis: preset.apis.map((api) => ({ ...api, baseUrl: fill(api.baseUrl) })),
    ...(quirks && {
      quirks: {
        ...quirks,
        ...(quirks.refreshEndpoint !== undefined && { refreshEndpoint: fill(quirks.refreshEndpoint) }),
        ...(quirks.profile && { profile: { ...quirks.profile, url: fill(quirks.profile.url) } }),
      },
    }),
  })
}

/** Puts values in the places of `{blank}`; a name that is no blank stays as it is written. */
function fillTemplate(template: string, values: Values): string {
  return template.replaceAll(/\{([a-z][A-Za-z]*)\}/g, (place, name: string) => values.get(name) ?? place)
}

function readBlanks(preset: Preset, filled: FilledBlanks): Values {
  const blanks = blanksOf(preset)
  const unknown = Object.keys(filled).find((id) => !blanks.some((blank) => blank.id === id))
  if (unknown !== undefined) throw new ProblemError(unknownBlank(preset, unknown))
  return new Map(blanks.map((blank) => [blank.id, readBlank(preset, blank, filled)]))
}

function readBlank(preset: Preset, blank: PresetBlank, filled: FilledBlanks): string {
  const value = (Object.hasOwn(filled, blank.id) ? filled[blank.id] : undefined)?.trim() ?? ''
  if (value === '' && blank.fallback !== undefined) return blank.fallback
  if (new RegExp(`^(?:${blank.pattern})$`).test(value)) return value
  throw new ProblemError(
    makeProblem(
      'invalid_argument',
      'you',
      {
        title: value === '' ? `“${blank.label}” is empty` : `“${blank.label}” has another form`,
        detail: blank.hint ?? `The preset for ${preset.name} needs it to make the setup.`,
        nextStep: `Enter it like this: ${blank.example}`,
      },
      { blank: blank.id, entered: value.slice(0, 200) },
    ),
  )
}

function unknownBlank(preset: Preset, id: string) {
  return makeProblem(
    'invalid_argument',
    'you',
    {
      title: 'The preset has no such blank',
      detail: `What was filled in does not fit the preset for ${preset.name}.`,
      nextStep: 'Choose the preset again.',
    },
    { blank: id.slice(0, 100) },
  )
}

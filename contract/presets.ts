import * as v from 'valibot'

/*
 * What the window shows of a preset: what to fill in, what to register where, what each scope means, what goes wrong.
 * The protocol's side of a preset stays in main until it is applied.
 */

const line = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const sentence = v.pipe(v.string(), v.minLength(1), v.maxLength(600))
const httpsUrl = v.pipe(v.string(), v.maxLength(2_048), v.regex(/^https:\/\//, 'not an https address'))

/** The id of a preset, such as `microsoft-entra`. */
export const presetIdSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'not an identifier'))

/** Something of the person's own that the preset's addresses and parameters need, such as a tenant or a host. */
export const presetBlankSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{0,31}$/)),
  label: line,
  /** Where the person finds it, or what its forms mean. */
  hint: v.optional(sentence),
  example: line,
  /** A regular expression that the whole value fulfils. */
  pattern: line,
  /** What stands for it where nothing is filled in; a blank without one has to be filled. */
  fallback: v.optional(v.pipe(v.string(), v.maxLength(200))),
})
export type PresetBlank = v.InferOutput<typeof presetBlankSchema>

/** A scope, and in plain words what it lets Keyfold do. */
export const presetScopeSchema = v.strictObject({ name: line, meaning: line })

/** What goes wrong at this provider, and the field to change. */
export const presetTroubleSchema = v.strictObject({ symptom: sentence, change: sentence })

/** The provider's console and what to do there, in order. */
export const presetConsoleSchema = v.strictObject({
  url: httpsUrl,
  steps: v.pipe(v.array(sentence), v.minLength(1), v.maxLength(12)),
})

/** A preset as the window lists it. */
export const presetViewSchema = v.strictObject({
  id: presetIdSchema,
  name: line,
  /** The client id is the first. */
  blanks: v.array(presetBlankSchema),
  /** How the console names the client secret; absent where the client has none. */
  secretLabel: v.optional(line),
  scopes: v.array(presetScopeSchema),
  defaultScopes: v.array(line),
  redirect: v.strictObject({
    /** The console's field. */
    field: line,
    /** What to enter there; absent where nothing is registered, or an address of the person's own. */
    register: v.optional(line),
    /** True where the provider takes no loopback address: an https address of the person's own, which they paste. */
    isPasted: v.boolean(),
    /** False where the port has to be the registered one, so that it must be free on this computer. */
    isAnyPort: v.boolean(),
    notes: v.array(sentence),
  }),
  console: presetConsoleSchema,
  troubles: v.array(presetTroubleSchema),
  /** What the preset says of the provider from memory: no page was found that shows it. */
  remembered: v.array(sentence),
})
export type PresetView = v.InferOutput<typeof presetViewSchema>

/** The filled blanks of a preset by id. */
export const filledBlanksSchema = v.record(
  v.pipe(v.string(), v.maxLength(32)),
  v.pipe(v.string(), v.maxLength(2_048)),
)
export type FilledBlanks = v.InferOutput<typeof filledBlanksSchema>

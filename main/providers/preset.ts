import * as v from 'valibot'
import {
  apiSchema,
  clientAuthentications,
  endpointsSchema,
  providerSetupSchema,
  redirectSchema,
} from '../../contract/models.ts'
import {
  presetBlankSchema,
  presetConsoleSchema,
  presetIdSchema,
  presetScopeSchema,
  presetTroubleSchema,
} from '../../contract/presets.ts'
import { parametersSchema, quirksSchema } from '../../contract/protocol-options.ts'

const line = v.pipe(v.string(), v.minLength(1), v.maxLength(200))
const sentence = v.pipe(v.string(), v.minLength(1), v.maxLength(600))
const { scopes } = providerSetupSchema.entries

/**
 * Where a claim of a preset comes from: a public page or thread that was read, or memory. `about` is the path of the
 * preset's member that the claim explains, such as `quirks.isScopeList` or `redirect`.
 */
const evidenceSchema = v.union([
  v.strictObject({
    about: line,
    claim: sentence,
    /** An https address, or `owner/repository#number` of a thread at GitHub. */
    source: v.pipe(v.string(), v.regex(/^(?:https:\/\/\S+|[\w.-]+\/[\w.-]+#\d+)$/)),
  }),
  v.strictObject({ about: line, claim: sentence, remembered: v.literal(true) }),
])

/**
 * A provider setup with the known values and quirks of one provider filled in: data, not code. Addresses, parameters
 * and their like may hold `{blank}` for what the person fills in; {@link applyPreset} makes a setup of both.
 */
export const presetSchema = v.strictObject({
  id: presetIdSchema,
  name: line,
  blanks: v.array(presetBlankSchema),
  /** How the console names the client id and, for a confidential client, the secret. */
  client: v.strictObject({ idLabel: line, idExample: line, secretLabel: v.optional(line) }),
  clientAuthentication: v.picklist(clientAuthentications),
  issuer: v.optional(line),
  endpoints: v.optional(endpointsSchema),
  redirect: v.strictObject({
    ...v.omit(redirectSchema, ['pastedAddress']).entries,
    /**
     * Whether the provider takes an http redirect to 127.0.0.1; Keyfold never sends `localhost` (docs/adr/0009). Where
     * it does not, the person fills in an https address and pastes the answer from it.
     */
    takesLoopbackAddress: v.picklist(['yes', 'no', 'unknown']),
    /** The console's field. */
    field: line,
    /** What to enter there where it is not the redirect URI itself; null where nothing is registered. */
    register: v.optional(v.nullable(line)),
    notes: v.array(sentence),
  }),
  scopes: v.array(presetScopeSchema),
  defaultScopes: scopes,
  authorizationParameters: v.optional(parametersSchema),
  tokenParameters: v.optional(parametersSchema),
  refreshParameters: v.optional(parametersSchema),
  quirks: v.optional(quirksSchema),
  apis: v.array(apiSchema),
  console: presetConsoleSchema,
  troubles: v.array(presetTroubleSchema),
  evidence: v.array(evidenceSchema),
})
export type Preset = v.InferOutput<typeof presetSchema>

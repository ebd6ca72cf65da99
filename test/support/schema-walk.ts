import type * as v from 'valibot'

/** What is read of a valibot schema; `type` says which of the others it has. */
interface Node {
  readonly type: string
  readonly entries?: Readonly<Record<string, Node>>
  readonly item?: Node
  readonly items?: readonly Node[]
  readonly key?: Node
  readonly value?: Node
  readonly options?: readonly Node[]
  readonly wrapped?: Node
  readonly getter?: (input: unknown) => Node
  readonly pipe?: readonly { readonly kind: string; readonly type: string }[]
}

/** Schemas whose values are a closed set, or hold no text at all. */
const wordless: ReadonlySet<string> = new Set([
  'boolean',
  'number',
  'picklist',
  'literal',
  'null',
  'undefined',
])
const wrappers: ReadonlySet<string> = new Set([
  'optional',
  'nullable',
  'nullish',
  'exact_optional',
  'undefinedable',
])

const secretWords =
  /token|secret|verifier|password|credential|assertion|bearer|cookie|nonce|authorization|code|jwt/i

interface Leaf {
  /** Field names from the outside in, joined by dots; lists and wrappers leave no trace. */
  readonly path: string
  readonly kind: 'text' | 'open'
}

/** Every place of a schema that can hold free text, or anything at all (`open`). */
function* walk(schema: Node, path: string): Generator<Leaf> {
  if (schema.pipe?.some(({ kind }) => kind === 'transformation')) yield { path, kind: 'open' }
  if (wordless.has(schema.type)) return
  if (schema.type === 'string') {
    yield { path, kind: 'text' }
  } else if (schema.type === 'strict_object') {
    for (const [name, field] of Object.entries(schema.entries ?? {})) {
      yield* walk(field, path === '' ? name : `${path}.${name}`)
    }
  } else if (schema.type === 'array' && schema.item) {
    yield* walk(schema.item, path)
  } else if (schema.type === 'tuple' && schema.items) {
    for (const item of schema.items) yield* walk(item, path)
  } else if (schema.type === 'record' && schema.value) {
    yield* walk(schema.value, path)
  } else if ((schema.type === 'union' || schema.type === 'variant') && schema.options) {
    for (const option of schema.options) yield* walk(option, path)
  } else if (wrappers.has(schema.type) && schema.wrapped) {
    yield* walk(schema.wrapped, path)
  } else if (schema.type === 'lazy' && schema.getter) {
    yield* walk(schema.getter(undefined), path)
  } else {
    // Any other kind is open until somebody has thought about it: any, unknown, loose objects, instances …
    yield { path, kind: 'open' }
  }
}

/**
 * The places of a schema where a secret could cross: free text under a name that sounds like one and is not
 * `reviewed` (by its last one or two names), and whatever has no closed form.
 */
export function findSecretRoom(schema: v.GenericSchema, reviewed: ReadonlySet<string>): string[] {
  const findings: string[] = []
  for (const { path, kind } of walk(schema as unknown as Node, '')) {
    const names = path.split('.')
    const isReviewed = reviewed.has(names.slice(-1).join('.')) || reviewed.has(names.slice(-2).join('.'))
    if (kind === 'open') findings.push(`${path}: open`)
    else if (names.some((name) => secretWords.test(name)) && !isReviewed) findings.push(`${path}: text`)
  }
  return findings
}

/** Every place of a schema that holds free text. */
export function listTexts(schema: v.GenericSchema): string[] {
  return [...walk(schema as unknown as Node, '')].map(({ path }) => path)
}

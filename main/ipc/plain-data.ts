/*
 * What the window sends is cloned into main before any schema sees it. These limits refuse what no call could mean
 * (cycles, depth, class instances, keys that name a prototype) before a schema walks it.
 */
const mostLevels = 12
/** Room for the largest legal provider setup, its keys counted. */
const mostValues = 100_000
/** Room for the largest legal argument, the text of `app.copyText`. */
const mostCharacters = 12_000_000

const prototypeKeys: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor'])

/**
 * True for JSON-like data within limits: null, booleans, finite numbers, strings, undefined, plain objects and
 * arrays. A cycle is refused as too deep.
 */
export function isPlainData(value: unknown): boolean {
  let values = 0
  let characters = 0

  function isPlain(item: unknown, level: number): boolean {
    values += 1
    if (values > mostValues || level > mostLevels) return false
    switch (typeof item) {
      case 'undefined':
      case 'boolean':
        return true
      case 'number':
        return Number.isFinite(item)
      case 'string':
        characters += item.length
        return characters <= mostCharacters
      case 'object':
        if (item === null) return true
        return Array.isArray(item) ? item.every((one) => isPlain(one, level + 1)) : isPlainObject(item, level)
      default:
        return false
    }
  }

  function isPlainObject(item: object, level: number): boolean {
    const prototype: unknown = Object.getPrototypeOf(item)
    if (prototype !== Object.prototype && prototype !== null) return false
    return Reflect.ownKeys(item).every(
      (key) =>
        typeof key === 'string' &&
        !prototypeKeys.has(key) &&
        isPlain(key, level) &&
        isPlain((item as Record<string, unknown>)[key], level + 1),
    )
  }

  return isPlain(value, 0)
}

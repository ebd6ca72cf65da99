import type { ProviderSetup } from '../../contract/models.ts'

/**
 * Which of a setup's resources (RFC 8707) an address belongs to: the one that its API names, or else the longest
 * resource that it lies in. Undefined stands for the setup's first, which is also meant where none fits: resources may
 * be names that no address begins with.
 */
export function resourceOf(
  { resources = [], apis }: Pick<ProviderSetup, 'resources' | 'apis'>,
  address: string,
): string | undefined {
  const api = longestOf(apis, ({ baseUrl }) => baseUrl, address)
  const resource = api?.resource ?? longestOf(resources, (one) => one, address)
  return resource === resources[0] ? undefined : resource
}

/** Of those whose own address an address lies in, the one with the longest; the first of several. */
function longestOf<Value>(
  values: readonly Value[],
  addressOf: (value: Value) => string,
  address: string,
): Value | undefined {
  const fitting = values.filter((value) => liesIn(address, addressOf(value)))
  const [longest] = fitting.sort((one, other) => addressOf(other).length - addressOf(one).length)
  return longest
}

function liesIn(address: string, folderAddress: string): boolean {
  if (!URL.canParse(address) || !URL.canParse(folderAddress)) return false
  const [inner, outer] = [new URL(address), new URL(folderAddress)]
  const folder = outer.pathname.replace(/\/*$/, '/')
  return inner.origin === outer.origin && `${inner.pathname}/`.startsWith(folder)
}

import type { ProviderSetup } from '../../contract/models.ts'

/**
 * Which of a setup's resources (RFC 8707) an address belongs to: the longest one that it lies in. Undefined stands for
 * the setup's first, which is also meant where none fits: resources may be names that no address begins with.
 */
export function resourceOf(
  { resources = [] }: Pick<ProviderSetup, 'resources'>,
  address: string,
): string | undefined {
  const fitting = resources.filter((resource) => liesIn(address, resource))
  const [longest] = fitting.sort((one, other) => other.length - one.length)
  return longest === resources[0] ? undefined : longest
}

function liesIn(address: string, resource: string): boolean {
  if (!URL.canParse(address) || !URL.canParse(resource)) return false
  const [inner, outer] = [new URL(address), new URL(resource)]
  const folder = outer.pathname.replace(/\/*$/, '/')
  return inner.origin === outer.origin && `${inner.pathname}/`.startsWith(folder)
}

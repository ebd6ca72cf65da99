import { BlockList, isIPv4, isIPv6 } from 'node:net'

/*
 * Hosts that lie on this computer or on the networks around it, told by a URL's `hostname` alone: the URL parser has
 * already brought 127.1, 0x7f000001 and [0:0:0:0:0:0:0:1] to one form. No name is looked up, so a name that merely
 * resolves to such an address (`localhost.`, `a.localhost` on some systems) is none of them.
 */

const loopbackAddresses = new BlockList()
loopbackAddresses.addSubnet('127.0.0.0', 8, 'ipv4')
loopbackAddresses.addAddress('::1', 'ipv6')

const privateAddresses = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, 'ipv4')
}
privateAddresses.addAddress('::', 'ipv6')
privateAddresses.addSubnet('fc00::', 7, 'ipv6')
privateAddresses.addSubnet('fe80::', 10, 'ipv6')

/**
 * True for a host that is this computer: `localhost` (RFC 6761 §6.3), 127.0.0.0/8, `[::1]`, and an IPv4 loopback
 * address mapped into IPv6. It decides both ways: plain http is allowed there only, and a provider that was not typed
 * as such may not point there.
 */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || isListed(loopbackAddresses, hostname)
}

/** True for an IP literal of a private or link-local network, or of no host at all (`0.0.0.0`, `[::]`). */
export function isPrivateLiteral(hostname: string): boolean {
  return isListed(privateAddresses, hostname)
}

function isListed(list: BlockList, hostname: string): boolean {
  const address = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  if (isIPv4(address)) return list.check(address, 'ipv4')
  // A BlockList compares a mapped address (::ffff:127.0.0.1) with the IPv4 networks as well.
  return isIPv6(address) && list.check(address, 'ipv6')
}

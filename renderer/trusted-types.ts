/*
 * The policy of the window lets no text become markup, a script or a script's address (`require-trusted-types-for`). What
 * is left is decided here: the program's own files as workers, and the empty text, with which React Aria clears its
 * live region.
 */

interface PolicyOptions {
  createHTML(text: string): string | null
  createScriptURL(address: string): string | null
}

const { trustedTypes } = window as unknown as {
  trustedTypes?: { createPolicy(name: 'default', options: PolicyOptions): unknown }
}

trustedTypes?.createPolicy('default', {
  createHTML: (text) => (text === '' ? text : null),
  createScriptURL: (address) => (address.startsWith(`${location.origin}/assets/`) ? address : null),
})

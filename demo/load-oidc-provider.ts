const runtimeNotice = 'oidc-provider WARNING: Unsupported runtime'

/**
 * Imports oidc-provider without its notice about the runtime.
 *
 * It names Node 22 as its oldest release and says so on the console while it is imported; it has no
 * setting for that. Keyfold also runs it on Electron's Node 20, where the integration tests hold the
 * parts in use. Only that one line is withheld.
 */
export async function loadOidcProvider(): Promise<typeof import('oidc-provider')> {
  const { warn } = console
  console.warn = (...values: unknown[]) => {
    if (!String(values[0]).includes(runtimeNotice)) warn(...values)
  }
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}

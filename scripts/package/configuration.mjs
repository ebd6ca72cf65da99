import { join } from 'node:path'

/**
 * @typedef {object} Place what only the place of building knows
 * @property {string} root the repository's folder
 * @property {{ folder: string, version: string, why: string } | undefined} [standIn] an Electron other than the
 *   declared one; what is built on it is a test build
 * @property {string} [version] another version than that of package.json
 * @property {string} [output] another folder than dist
 * @property {boolean} [isDriven] on a stand-in only: takes the inspector and a debugging port, so that a test can
 *   drive it
 */

/**
 * The configuration that extends electron-builder.yml with what only the place of building knows: Electron's
 * folder, the update server (KEYFOLD_UPDATE_URL), who signs for Windows (AZURE_SIGNING_…), and whether an unsigned
 * build is an error (KEYFOLD_FORCE_SIGNING=1).
 *
 * What the program itself must know goes into its package.json, inside the archive whose integrity macOS and
 * Windows check: `keyfold.testBuild`, why it is none for use; `keyfold.updateUrl`.
 * @param {Place} place
 * @param {Record<string, string | undefined>} env
 */
export function packagingConfiguration({ root, standIn, version, output, isDriven }, env) {
  const updateUrl = env.KEYFOLD_UPDATE_URL
  const keyfold = {
    ...(standIn && { testBuild: standIn.why, ...(isDriven && { isDriven }) }),
    ...(updateUrl && { updateUrl }),
  }
  const fromEnvironment = {
    publish: updateUrl ? [{ provider: 'generic', url: updateUrl }] : null,
    forceCodeSigning: env.KEYFOLD_FORCE_SIGNING === '1',
    ...(env.AZURE_SIGNING_ENDPOINT && {
      win: {
        azureSignOptions: {
          endpoint: env.AZURE_SIGNING_ENDPOINT,
          codeSigningAccountName: env.AZURE_SIGNING_ACCOUNT,
          certificateProfileName: env.AZURE_SIGNING_PROFILE,
          publisherName: env.WINDOWS_PUBLISHER_NAME,
        },
      },
    }),
  }
  return {
    extends: join(root, 'electron-builder.yml'),
    ...fromEnvironment,
    extraMetadata: { ...(Object.keys(keyfold).length > 0 && { keyfold }), ...(version && { version }) },
    ...(output && { directories: { output } }),
    ...(standIn && testBuild(standIn)),
    ...(standIn && isDriven && { electronFuses: { enableNodeCliInspectArguments: true } }),
  }
}

function testBuild({ folder, version }) {
  return {
    electronDist: folder,
    electronVersion: version,
    // Told apart from a release wherever the file turns up.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own placeholders
    artifactName: '${name}-test-build-${version}-${arch}.${ext}',
    // Releases take xz, which takes minutes.
    deb: { compression: 'zst' },
    rpm: { compression: 'gzip' },
    compression: 'store',
  }
}

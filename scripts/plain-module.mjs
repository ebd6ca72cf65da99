import { Buffer } from 'node:buffer'
import { build } from 'vite'
import { root } from './paths.mjs'

/**
 * Loads a TypeScript module of the sources that holds data and pure functions, which the oldest Node.js here cannot
 * read as it is.
 * @param {string} path
 */
export async function loadPlainModule(path) {
  const { output } = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: { ssr: true, write: false, rolldownOptions: { input: path } },
  })
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`)
}

import * as v from 'valibot'
import type { UpdateChannel } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import { updateRefused } from './problems.ts'

/** A file name and nothing else: no folder, no quote, no variable of a shell, no other address. */
const plainName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, 'not a plain file name'))
const largestFileBytes = 1_000_000_000
const longestNotes = 20_000

const fileSchema = v.object({
  url: plainName,
  sha512: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/, 'not a SHA-512 in base64')),
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(largestFileBytes)),
})

/** What is taken from an update server's answer; everything else in it is left out. */
const releaseSchema = v.object({
  version: v.pipe(
    v.string(),
    v.maxLength(50),
    v.regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, 'not a version'),
  ),
  files: v.pipe(v.array(fileSchema), v.minLength(1), v.maxLength(50)),
  releaseNotes: v.fallback(v.optional(v.string()), undefined),
  releaseDate: v.fallback(v.optional(v.string()), undefined),
})
export type Release = v.InferOutput<typeof releaseSchema>

/**
 * Checks what an update server says of its newest release (electron-updater's `latest.yml`, parsed). Throws
 * `update_refused` for anything but plain names, whole hashes and sizes, and for a preview version on the stable channel.
 */
export function checkRelease(answer: unknown, channel: UpdateChannel): Release {
  const result = v.safeParse(releaseSchema, answer)
  if (!result.success) throw new ProblemError(updateRefused(result.issues[0].message))
  const release = result.output
  if (channel === 'stable' && release.version.includes('-')) {
    throw new ProblemError(updateRefused('a preview version on the stable channel'))
  }
  return { ...release, releaseNotes: release.releaseNotes?.slice(0, longestNotes) }
}

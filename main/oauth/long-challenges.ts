/** Challenges are some hundred characters; a head of an answer may have 64 KiB. */
const maxChallengeLength = 8_192

/**
 * Takes `WWW-Authenticate` (RFC 9110 §11.6.1) from an answer where it is longer than 8,192 characters in all: parsing
 * it takes oauth4webapi a time that grows with the square of its length, in which nothing else runs. What went wrong is
 * then told by the status and the body alone.
 */
export function dropLongChallenges(response: Response): Response {
  const challenges = response.headers.get('www-authenticate') ?? ''
  if (challenges.length > maxChallengeLength) response.headers.delete('www-authenticate')
  return response
}

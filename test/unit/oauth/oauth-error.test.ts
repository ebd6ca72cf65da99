import { describe, expect, it } from 'vitest'
import { oauthErrorProblem } from '../../../main/oauth/oauth-error.ts'

describe('a refusal of the token endpoint', () => {
  const errors = [
    'invalid_client',
    'unauthorized_client',
    'invalid_scope',
    'unsupported_grant_type',
    'redirect_uri_mismatch',
    'invalid_grant',
    'invalid_target',
    'invalid_dpop_proof',
    'invalid_request_object',
  ]

  it('B44 invalid_client, unauthorized_client, invalid_scope, unsupported_grant_type, redirect mismatch: each with an explanation and a step of its own', () => {
    const problems = errors.map((error) => oauthErrorProblem('code exchange', 400, error))
    for (const texts of ['title', 'detail', 'nextStep'] as const) {
      expect(new Set(problems.map((problem) => problem[texts])).size).toBe(errors.length)
    }
    const other = oauthErrorProblem('code exchange', 400, 'something_else')
    expect(problems.map(({ title }) => title)).not.toContain(other.title)
  })

  it.each(errors)('shows %s and its description as plain, cut text', (error) => {
    const problem = oauthErrorProblem('code exchange', 400, error, `<b>\u202e\n${'x'.repeat(2_000)}`)
    expect(problem.evidence).toContainEqual({ label: 'error', value: error })
    const shown = problem.evidence.find(({ label }) => label === 'error_description')?.value ?? ''
    expect(shown.length).toBeLessThanOrEqual(300)
    expect(shown).not.toMatch(/[\u202e\n]/)
  })
})

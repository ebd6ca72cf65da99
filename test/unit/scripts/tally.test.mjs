import { describe, expect, it } from 'vitest'
import { addUp, tallyCheck, tallyPlaywright, tallyVitest, totalLine } from '../../../scripts/test/tally.mjs'

const vitestFile = (name, tests, more = {}) => ({
  name,
  status: tests.some(({ status }) => status === 'failed') ? 'failed' : 'passed',
  message: '',
  assertionResults: tests.map((test) => ({ fullName: ` ${test.title}`, ...test })),
  ...more,
})
const vitestReport = (...files) => JSON.stringify({ testResults: files })

const playwrightReport = (tests, more = {}) =>
  JSON.stringify({
    suites: [
      {
        title: 'sign-in.spec.ts',
        specs: [],
        suites: [
          {
            title: 'sign-in',
            specs: tests.map(({ title, ...test }) => ({ title, tests: [{ annotations: [], ...test }] })),
          },
        ],
      },
    ],
    errors: [],
    ...more,
  })

describe('the tally of Vitest', () => {
  it('adds up passed, failed and skipped tests, and takes the reason from the name', () => {
    const report = vitestReport(
      vitestFile('a.test.ts', [
        { title: 'one', status: 'passed' },
        { title: 'two', status: 'failed' },
        { title: 'three (needs Windows)', status: 'pending' },
      ]),
      vitestFile('b.test.ts', [
        { title: 'four', status: 'passed' },
        { title: 'five', status: 'todo' },
      ]),
    )
    expect(tallyVitest(report, 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: [
        { name: 'three (needs Windows)', reason: 'needs Windows' },
        { name: 'five', reason: 'no reason given' },
      ],
      complaints: [],
    })
  })

  it('counts only the files asked for', () => {
    const report = vitestReport(
      vitestFile('/p/test/unit/a.test.ts', [{ title: 'one', status: 'passed' }]),
      vitestFile('/p/test/integration/b.test.ts', [{ title: 'two', status: 'failed' }]),
    )
    const unit = tallyVitest(report, 1, (file) => file.includes('/unit/'))
    expect(unit).toMatchObject({ passed: 1, failed: 0 })
  })

  it.each([
    ['nothing', undefined],
    ['half a report', '{"testResults": [{"na'],
    ['something else', '{"hello": 1}'],
  ])('counts a runner that left %s as a failure, whatever its exit code', (_what, report) => {
    for (const exitCode of [0, 1, 139])
      expect(tallyVitest(report, exitCode)).toMatchObject({ passed: 0, failed: 1 })
  })

  it('counts a run without a test as a failure', () => {
    expect(tallyVitest(vitestReport(), 0)).toMatchObject({ failed: 1, complaints: ['Vitest ran no test'] })
  })

  it('counts a file that could not be loaded as a failure and says why', () => {
    const report = vitestReport(
      vitestFile('a.test.ts', [{ title: 'one', status: 'passed' }]),
      vitestFile('b.test.ts', [], { status: 'failed', message: 'Cannot find module' }),
    )
    const result = tallyVitest(report, 1)
    expect(result).toMatchObject({ passed: 1, failed: 1 })
    expect(result.complaints).toEqual([expect.stringContaining('Cannot find module')])
  })

  it('counts an exit code that no failure explains, for example of an unhandled rejection', () => {
    const report = vitestReport(vitestFile('a.test.ts', [{ title: 'one', status: 'passed' }]))
    expect(tallyVitest(report, 1)).toMatchObject({ passed: 1, failed: 1 })
    expect(tallyVitest(report, 0)).toMatchObject({ passed: 1, failed: 0 })
  })
})

describe('the tally of Playwright', () => {
  it('adds up passed, failed and skipped tests with their reasons', () => {
    const report = playwrightReport([
      { title: 'one', status: 'expected' },
      { title: 'two', status: 'unexpected' },
      { title: 'three', status: 'skipped', annotations: [{ type: 'skip', description: 'needs macOS' }] },
    ])
    expect(tallyPlaywright(report, 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: [{ name: 'sign-in.spec.ts › sign-in › three', reason: 'needs macOS' }],
      complaints: [],
    })
  })

  it('counts a test that passed only the second time as failed', () => {
    expect(tallyPlaywright(playwrightReport([{ title: 'one', status: 'flaky' }]), 0)).toMatchObject({
      failed: 1,
    })
  })

  it('counts a test that was not run, as after a crash of the runner, as failed and not as skipped', () => {
    const report = playwrightReport([
      { title: 'one', status: 'expected' },
      { title: 'two', status: 'skipped' },
    ])
    expect(tallyPlaywright(report, 1)).toMatchObject({ passed: 1, failed: 1, skipped: [] })
  })

  it('counts errors outside the tests, a missing report and a run without a test as failures', () => {
    const broken = playwrightReport([{ title: 'one', status: 'expected' }], {
      errors: [{ message: 'no such file' }],
    })
    expect(tallyPlaywright(broken, 1)).toMatchObject({ passed: 1, failed: 1, complaints: ['no such file'] })
    expect(tallyPlaywright(undefined, 0)).toMatchObject({ passed: 0, failed: 1 })
    expect(tallyPlaywright(playwrightReport([]), 0)).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('the total', () => {
  it('is the sum of the stages, a check counting as one', () => {
    const total = addUp([
      tallyCheck(0),
      tallyCheck(2),
      tallyVitest(vitestReport(vitestFile('a.test.ts', [{ title: 'one', status: 'passed' }])), 0),
      tallyPlaywright(undefined, 1),
    ])
    expect(total).toMatchObject({ passed: 2, failed: 2 })
    expect(totalLine(total)).toBe('2 passed, 2 failed')
  })

  it('names the skipped tests only where there are some', () => {
    const skipped = [{ name: 'one', reason: 'needs Windows' }]
    expect(totalLine({ passed: 812, failed: 0, skipped })).toBe('812 passed, 0 failed, 1 skipped')
    expect(totalLine({ passed: 812, failed: 0, skipped: [] })).toBe('812 passed, 0 failed')
  })
})

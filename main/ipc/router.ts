import * as v from 'valibot'
import {
  type CallArgs,
  type CallName,
  type CallResult,
  calls,
  type EventName,
  type EventPayload,
  events,
  type Result,
} from '../../contract/ipc.ts'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { Log } from '../ports.ts'
import { isPlainData } from './plain-data.ts'

/** The handler of every call of the contract; a missing one does not compile. Expected failures are thrown as {@link ProblemError}. */
export type Handlers = {
  readonly [Name in CallName]: (args: CallArgs<Name>) => Promise<CallResult<Name>> | CallResult<Name>
}

/** Carries out one call of the window. Never rejects: every failure is a value with a {@link Problem}. */
export type Dispatch = (name: unknown, args: unknown) => Promise<Result<unknown>>

/** Calls under way at once; a page that runs wild is answered, not obeyed. */
const mostCallsAtOnce = 500

/**
 * Makes the one way in: names and arguments are checked against the contract, results too, so that nothing crosses
 * that is not declared. An unexpected error becomes an `internal` problem without a word of the error's own.
 */
export function createRouter(options: { handlers: Handlers; log: Log }): Dispatch {
  const { handlers, log } = options
  let callsUnderWay = 0

  async function carryOut(name: CallName, args: unknown): Promise<Result<unknown>> {
    const { args: argsSchema, result: resultSchema } = calls[name]
    const checked = isPlainData(args) ? v.safeParse(argsSchema, args) : undefined
    if (!checked?.success) {
      log.warn('call.refused', { name })
      return failure(argumentsRefused(name, checked?.issues[0] && v.getDotPath(checked.issues[0])))
    }
    // The schema of this very name has checked the arguments; TypeScript cannot follow a union of functions.
    const handle = handlers[name] as (checkedArgs: unknown) => unknown
    const result = v.safeParse(resultSchema, await handle(checked.output))
    if (result.success) return { ok: true, value: result.output }
    log.warn('call.resultRefused', { name, field: v.getDotPath(result.issues[0]) ?? '' })
    return failure(unexpected())
  }

  return async (name, args) => {
    if (typeof name !== 'string' || !Object.hasOwn(calls, name)) {
      log.warn('call.unknown')
      return failure(callUnknown())
    }
    if (callsUnderWay >= mostCallsAtOnce) return failure(tooManyCalls())
    callsUnderWay += 1
    try {
      return await carryOut(name as CallName, args)
    } catch (error) {
      if (error instanceof ProblemError) return failure(error.problem)
      // Its message and stack may hold anything; its class is ours or the runtime's.
      log.warn('call.failed', { name, error: error instanceof Error ? error.constructor.name : typeof error })
      return failure(unexpected())
    } finally {
      callsUnderWay -= 1
    }
  }
}

/** Checks an event's payload against the contract; undefined, and logged, where it must not cross. */
export function checkEvent<Name extends EventName>(
  name: Name,
  payload: EventPayload<Name>,
  log: Log,
): EventPayload<Name> | undefined {
  const checked = v.safeParse(events[name], payload)
  if (checked.success) return checked.output as EventPayload<Name>
  log.warn('event.refused', { name, field: v.getDotPath(checked.issues[0]) ?? '' })
  return undefined
}

function failure(problem: Problem): Result<never> {
  return { ok: false, problem }
}

const reportIt = 'Try again. If it happens again, report it with what you did before.'

function callUnknown(): Problem {
  return makeProblem('invalid_argument', 'keyfold', {
    title: 'The window asked for something that Keyfold does not do',
    detail: 'The call is not declared in the contract between the window and the program.',
    nextStep: reportIt,
  })
}

function argumentsRefused(name: CallName, field: string | null | undefined): Problem {
  return makeProblem(
    'invalid_argument',
    'keyfold',
    {
      title: 'A value is not of the form that Keyfold accepts',
      detail: 'Nothing was changed and nothing was sent.',
      nextStep: 'Correct the value and try again.',
    },
    { Call: name, Field: field ?? undefined },
  )
}

function tooManyCalls(): Problem {
  return makeProblem('rate_limited', 'keyfold', {
    title: 'Too much is under way',
    detail: 'The window has more calls open than Keyfold carries out at once.',
    nextStep: 'Wait a moment, then try again.',
  })
}

function unexpected(): Problem {
  return makeProblem('internal', 'keyfold', {
    title: 'Something unexpected went wrong',
    detail: 'Keyfold met an error of its own. Your accounts and setups are as they were.',
    nextStep: reportIt,
  })
}

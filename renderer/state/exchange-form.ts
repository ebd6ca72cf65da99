import type { CallArgs } from '../../contract/ipc.ts'
import type { AccountView, SetupView } from '../../contract/models.ts'
import { findResourceFault } from './setup-form-faults.ts'

type ExchangeArgs = CallArgs<'account.exchange'>

/** What the person fills in to exchange a token (RFC 8693). */
export interface ExchangeForm {
  /** The setup whose client exchanges. */
  readonly setupId: string
  readonly subjectType: NonNullable<ExchangeArgs['subjectType']>
  /** `any`: what the provider gives. */
  readonly requestedType: NonNullable<ExchangeArgs['requestedType']> | 'any'
  readonly audience: string
  readonly resource: string
  readonly scopes: readonly string[]
}

export function startExchangeForm({ setupId }: Pick<AccountView, 'setupId'>): ExchangeForm {
  return {
    setupId,
    subjectType: 'access_token',
    requestedType: 'access_token',
    audience: '',
    resource: '',
    scopes: [],
  }
}

/** What is wrong with the form, by field. */
export function findExchangeFaults({ resource }: ExchangeForm): { readonly resource?: string } {
  const fault = resource.trim() === '' ? undefined : findResourceFault(resource.trim())
  return fault === undefined ? {} : { resource: fault }
}

/** The call's arguments: what was left empty is left out. */
export function argsOfExchange(accountId: string, form: ExchangeForm): ExchangeArgs {
  const { setupId, subjectType, requestedType, scopes } = form
  const [audience, resource] = [form.audience.trim(), form.resource.trim()]
  return {
    accountId,
    setupId,
    subjectType,
    ...(requestedType !== 'any' && { requestedType }),
    ...(audience !== '' && { audience }),
    ...(resource !== '' && { resource }),
    ...(scopes.length > 0 && { scopes: [...scopes] }),
  }
}

/** The setups whose clients may exchange a token of `own`: those for the same provider. Main looks again. */
export function listExchangeSetups(setups: readonly SetupView[], own: SetupView): readonly SetupView[] {
  return setups.filter(({ id, issuer, endpoints }) => {
    if (id === own.id) return true
    return issuer === own.issuer && endpoints?.token === own.endpoints?.token
  })
}

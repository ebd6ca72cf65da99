import * as v from 'valibot'
import { issuedTypes, requestedTypes, subjectTypes } from './exchange-types.ts'
import {
  disconnectOutcomeSchema,
  discoveryViewSchema,
  idSchema,
  requestDraftSchema,
  responseHeadSchema,
  scopesSchema,
  settingsSchema,
  setupDraftSchema,
  signingAlgorithms,
  sliceSchemas,
  snapshotSchema,
  urlTextSchema,
} from './models.ts'
import { filledBlanksSchema, presetIdSchema, presetViewSchema } from './presets.ts'
import { type Problem, problemSchema } from './problem.ts'

const nothing = v.strictObject({})
const attempt = v.strictObject({ attemptId: idSchema })
/** A key or certificate as a person pastes it. */
const pemText = v.pipe(v.string(), v.minLength(1), v.maxLength(40_000))
const account = v.strictObject({ accountId: idSchema })

/**
 * THE declaration of what may pass between the window and main: `area.verb` -> arguments and result.
 * The handler table, the preload's allow-list and the snapshot test of the surface all derive from it.
 * To add a call: declare it here, handle it in main/ipc/handlers.ts, use it in renderer/state, accept the snapshot's diff.
 */
export const calls = {
  'app.snapshot': { args: nothing, result: snapshotSchema },
  /** Asks the person natively, then opens an https link in the system's browser. */
  'app.openLink': {
    args: v.strictObject({ url: urlTextSchema }),
    result: v.strictObject({ opened: v.boolean() }),
  },
  /** Puts a text of the window on the clipboard: a redirect URI, a value of a response. */
  'app.copyText': {
    args: v.strictObject({ text: v.pipe(v.string(), v.maxLength(10_000_000)) }),
    result: nothing,
  },
  'app.openDataFolder': { args: nothing, result: nothing },

  'settings.change': { args: v.strictObject({ settings: settingsSchema }), result: nothing },
  /** Asks the update server; what came of it stands in the slice `updates`, as it does for the other three. */
  'update.check': { args: nothing, result: nothing },
  'update.download': { args: nothing, result: nothing },
  /** Quits, installs and starts the new version. */
  'update.install': { args: nothing, result: nothing },
  /** Installs when the person quits. */
  'update.postpone': { args: nothing, result: nothing },

  /** Tries again to open the vault, after the keyring was unlocked. */
  'vault.retry': { args: nothing, result: nothing },
  /** Gives up what the present key cannot read: files are kept aside, the vault starts anew. */
  'vault.startAnew': { args: nothing, result: nothing },

  'setup.discover': { args: v.strictObject({ issuer: urlTextSchema }), result: discoveryViewSchema },
  'setup.save': {
    args: v.strictObject({
      setup: setupDraftSchema,
      /** Absent: unchanged. Null: removed. It goes inward only. */
      clientSecret: v.optional(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(4_000)))),
    }),
    result: v.strictObject({ setupId: idSchema }),
  },
  /** Makes a key that the client signs with, in place of the one that was there. */
  'setup.makeKey': {
    args: v.strictObject({ setupId: idSchema, algorithm: v.picklist(signingAlgorithms) }),
    result: nothing,
  },
  /** Takes a private key as PEM or JWK. It goes inward only. */
  'setup.importKey': {
    args: v.strictObject({
      setupId: idSchema,
      privateKey: pemText,
      /** For an RSA key, which fits two; absent: what the JWK says, or else RS256. */
      algorithm: v.optional(v.picklist(signingAlgorithms)),
    }),
    result: nothing,
  },
  'setup.removeKey': { args: v.strictObject({ setupId: idSchema }), result: nothing },
  /** Takes a certificate for mutual TLS and its private key, both PEM. It goes inward only. */
  'setup.importCertificate': {
    args: v.strictObject({ setupId: idSchema, certificate: pemText, privateKey: pemText }),
    result: nothing,
  },
  'setup.removeCertificate': { args: v.strictObject({ setupId: idSchema }), result: nothing },
  'setup.remove': { args: v.strictObject({ setupId: idSchema }), result: nothing },
  'preset.list': { args: nothing, result: v.strictObject({ presets: v.array(presetViewSchema) }) },
  /** Makes a draft of a preset and its filled blanks; nothing is saved. */
  'preset.apply': {
    args: v.strictObject({ presetId: presetIdSchema, blanks: filledBlanksSchema }),
    result: setupDraftSchema,
  },
  /** Starts the embedded demo provider and makes its setup. */
  'demo.start': { args: nothing, result: v.strictObject({ setupId: idSchema }) },

  /** Starts a sign-in: a new account, or the given one again. */
  'account.connect': {
    args: v.strictObject({
      setupId: idSchema,
      accountId: v.optional(idSchema),
      /** Asked for besides the setup's: a step-up. Declined, the account stays as it is. */
      scopes: v.optional(scopesSchema),
    }),
    result: attempt,
  },
  'account.refresh': { args: account, result: nothing },
  /** Makes an account of another one's token (RFC 8693): for another audience, resource or fewer scopes. */
  'account.exchange': {
    args: v.strictObject({
      accountId: idSchema,
      /** The setup whose client exchanges; absent: the account's own. */
      setupId: v.optional(idSchema),
      /** Which of the account's tokens is exchanged; absent: the access token. */
      subjectType: v.optional(v.picklist(subjectTypes)),
      /** What is asked for; absent: whatever the provider gives. */
      requestedType: v.optional(v.picklist(requestedTypes)),
      audience: v.optional(urlTextSchema),
      resource: v.optional(urlTextSchema),
      scopes: v.optional(scopesSchema),
    }),
    result: v.strictObject({
      accountId: idSchema,
      /** What the provider says that it issued; absent where it does not say. */
      issuedType: v.optional(v.picklist(issuedTypes)),
    }),
  },
  /** Makes the exchange that an account came by once more, in place of signing in again. */
  'account.exchangeAgain': {
    args: v.strictObject({
      accountId: idSchema,
      /** Asked for besides those of before: a step-up. Refused, the account stays as it is. */
      scopes: v.optional(scopesSchema),
    }),
    result: nothing,
  },
  /** Deletes an account's tokens here and has them revoked at the provider. */
  'account.disconnect': {
    args: v.strictObject({
      accountId: idSchema,
      /** Also ends the session in the browser, where the provider offers it. */
      signOutAtProvider: v.optional(v.boolean()),
    }),
    result: disconnectOutcomeSchema,
  },
  /** Asks the provider again, now. */
  'revocation.retry': {
    args: v.strictObject({ revocationId: idSchema }),
    result: disconnectOutcomeSchema,
  },
  /** Deletes the tokens without having them revoked. */
  'revocation.giveUp': { args: v.strictObject({ revocationId: idSchema }), result: nothing },
  /** Forgets a sign-out at the provider; closes the way for one that still waits. */
  'signOut.dismiss': { args: v.strictObject({ signOutId: idSchema }), result: nothing },

  'signIn.cancel': { args: attempt, result: nothing },
  'signIn.openBrowser': { args: attempt, result: nothing },
  /** Puts the authorization request's address on the clipboard. */
  'signIn.copyLink': { args: attempt, result: nothing },
  /** Reads the address that failed to come back from the clipboard, in main, so that the window never holds its code. */
  'signIn.pasteAddress': { args: attempt, result: nothing },
  'signIn.dismiss': { args: attempt, result: nothing },

  /** Sends a request with the account's token. The body follows over a MessagePort. */
  'request.send': {
    args: v.strictObject({ requestId: idSchema, request: requestDraftSchema }),
    result: responseHeadSchema,
  },
  'request.cancel': { args: v.strictObject({ requestId: idSchema }), result: nothing },
} as const

/** The name of a call, `area.verb`. */
export type CallName = keyof typeof calls
/** The arguments of a call, as validated in main. */
export type CallArgs<Name extends CallName> = v.InferOutput<(typeof calls)[Name]['args']>
/** What a call comes back with when it succeeds. */
export type CallResult<Name extends CallName> = v.InferOutput<(typeof calls)[Name]['result']>

const revision = v.pipe(v.number(), v.integer(), v.minValue(1))

/** Commands of the native menu that the window carries out. */
export const menuCommands = [
  'palette',
  'connect',
  'accounts',
  'setups',
  'settings',
  'send',
  'find',
  'nextPane',
  'shortcuts',
  'about',
] as const

/** Events from main to the window: `area.happened` -> payload. A slice's event carries its whole new value. */
export const events = {
  'setups.changed': v.strictObject({ revision, value: sliceSchemas.setups }),
  'accounts.changed': v.strictObject({ revision, value: sliceSchemas.accounts }),
  'signIns.changed': v.strictObject({ revision, value: sliceSchemas.signIns }),
  'pendingRevocations.changed': v.strictObject({ revision, value: sliceSchemas.pendingRevocations }),
  'signOuts.changed': v.strictObject({ revision, value: sliceSchemas.signOuts }),
  'vault.changed': v.strictObject({ revision, value: sliceSchemas.vault }),
  'settings.changed': v.strictObject({ revision, value: sliceSchemas.settings }),
  'updates.changed': v.strictObject({ revision, value: sliceSchemas.updates }),
  'menu.chosen': v.strictObject({ command: v.picklist(menuCommands) }),
} as const

/** The name of an event, `area.happened`. */
export type EventName = keyof typeof events
/** What an event carries. */
export type EventPayload<Name extends EventName> = v.InferOutput<(typeof events)[Name]>

/** The result of every call: a value, or an expected failure (thrown errors lose their fields across `invoke`). */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem }

/** The failing half of {@link Result}, for the tests that walk what may cross. */
export const failureSchema = v.strictObject({ ok: v.literal(false), problem: problemSchema })

/** What preload exposes as `window.keyfold`: one frozen object. */
export interface Bridge {
  call<Name extends CallName>(name: Name, args: CallArgs<Name>): Promise<Result<CallResult<Name>>>
  /** Listens to an event; the returned function ends it. */
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void
}

/** The one `ipcRenderer.invoke` channel: `(name, args)` -> Result. */
export const invokeChannel = 'keyfold:call'
/** The one `webContents.send` channel: `(name, payload)`. */
export const eventChannel = 'keyfold:event'

/**
 * The channel on which main posts the MessagePort of a response's body. Preload passes the port on to the page with
 * `window.postMessage({ channel: bodyPortChannel, requestId }, '*', [port])`, the one way that a port can take.
 *
 * On the port, main sends {@link BodyMessage}; the window answers {@link BodyCredit}. Main sends no more chunks than
 * it has credit for, so that neither process queues more than a few.
 */
export const bodyPortChannel = 'keyfold:body-port'
/** The largest chunk, in bytes. */
export const bodyChunkBytes = 1_048_576
/** Chunks that main may send before the first credit arrives. */
export const bodyInitialCredit = 4

/** What main sends over a body's port: its bytes in chunks, then how it ended. */
export type BodyMessage =
  | { readonly type: 'chunk'; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly totalBytes: number; readonly durationMs: number }
  /** The body was cut: by a limit, a lost connection, a stop. What came before stays shown. */
  | { readonly type: 'cut'; readonly totalBytes: number; readonly problem: Problem }
/** What the window sends back: that many more chunks may come. */
export type BodyCredit = { readonly type: 'credit'; readonly chunks: number }

import { z } from 'zod'
import { ServiceError } from '../../shared/errors.ts'
import type { AppChannel, AppChannels } from '../../shared/ipc/contract.ts'
import type { Envelope } from '../../shared/ipc/envelope.ts'
import { PreferencesPatch } from '../settings/preferences.ts'

const Path = z.string().min(1).max(4096)
const Title = z.string().min(1).max(200)
const Nothing = z.undefined().or(z.null())

/** The request's schema of every channel; total by type. */
const REQUESTS = {
  'preferences.get': Nothing,
  'preferences.set': PreferencesPatch,
  'clipboard.copy': z.strictObject({ text: z.string().max(1_048_576), secret: z.boolean() }),
  'clipboard.clear': Nothing,
  'dialog.choose-path': z.strictObject({ title: Title, kind: z.enum(['file', 'folder']) }),
  'dialog.open-file': z.strictObject({ title: Title, extensions: z.array(z.string().regex(/^[a-z0-9]{1,12}$/i)).max(20).optional() }),
  'dialog.save-file': z.strictObject({ title: Title, suggestedName: z.string().min(1).max(255) }),
  'file.read-chosen': z.strictObject({ path: Path }),
  'file.write-chosen': z.strictObject({ path: Path, text: z.string(), encoding: z.enum(['utf8', 'base64']).optional() }),
  'vault.choose-folder': Nothing,
  print: Nothing,
  'open-external': z.strictObject({ url: z.string().max(200) }),
  'app.info': Nothing,
  'screen-lock.set': z.strictObject({ locked: z.boolean() }),
} as const satisfies Record<AppChannel, z.ZodType>

export type AppHandlers = { readonly [C in AppChannel]: (request: AppChannels[C]['request']) => AppChannels[C]['reply'] | Promise<AppChannels[C]['reply']> }

function isAppChannel(name: unknown): name is AppChannel {
  return typeof name === 'string' && Object.hasOwn(REQUESTS, name)
}

/** Answers the app channel: finds the handler, checks the request's form, wraps the reply. */
export function answerApp(handlers: AppHandlers): (channel: unknown, request: unknown) => Promise<Envelope> {
  return async (channel, request) => {
    if (!isAppChannel(channel)) throw new ServiceError('UnknownOperationException', 'The shell has no such channel.')
    const parsed = REQUESTS[channel].safeParse(request ?? undefined)
    if (!parsed.success) throw new ServiceError('ValidationException', `The request for ${channel} is malformed: ${parsed.error.issues[0]?.message ?? ''}`)
    // A partial change keeps its own names: the schema would fill in the defaults of the others.
    const checked = channel === 'preferences.set' ? request : parsed.data
    const handler = handlers[channel] as (checked: unknown) => unknown
    return { ok: true, value: await handler(checked) }
  }
}

import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol } from 'electron'
import type { Session } from 'electron'
import { CONTENT_SECURITY_POLICY } from './web-security.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Makes `app:` a proper origin. Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } }])
}

/** Every file below `folder`, as URL path -> file path: only what is listed here is ever served. */
function listFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    files.set(`/${path.relative(folder, file).split(path.sep).join('/')}`, file)
  }
  return files
}

function respond(body: Uint8Array<ArrayBuffer> | string, status: number, contentType: string): Response {
  return new Response(body, {
    status,
    headers: {
      'content-type': contentType,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  })
}

/** Serves the built page from `folder` at app://coffer/. Paths are looked up in a list made now, never joined to a folder. */
export function serveApp(session: Session, folder: string): void {
  const files = listFiles(folder)
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    const file = files.get(url.pathname)
    if (request.method !== 'GET' || url.host !== 'coffer' || file === undefined) return respond('Not found', 404, 'text/plain')
    return respond(new Uint8Array(await readFile(file)), 200, CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream')
  })
}

/** Refuses every request of the session that is not for the app itself (or, in development, its dev server). */
export function refuseOtherRequests(session: Session, developmentOrigin?: string): void {
  const allowed = ['app://coffer/', 'data:', 'blob:', ...(developmentOrigin === undefined ? [] : ['devtools:', `${developmentOrigin}/`, `${developmentOrigin.replace('http', 'ws')}/`])]
  // The request filter does not see every way to a file; its scheme leads nowhere in this session.
  session.protocol.handle('file', () => respond('Not found', 404, 'text/plain'))
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !allowed.some((start) => details.url.startsWith(start)) })
  })
}

import type { Session, WebContents } from 'electron'

/** Where the window's page lives; no other origin ever loads. */
export const APP_ORIGIN = 'app://coffer'

/** The page's Content-Security-Policy. Nothing is excepted: the code editor styles itself inside a shadow root. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/** Denies every permission, device and screen-share request of a session. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  session.on('select-hid-device', (event) => event.preventDefault())
  session.on('select-serial-port', (event) => event.preventDefault())
  session.on('select-usb-device', (event) => event.preventDefault())
  session.setSpellCheckerEnabled(false)
}

/** Keeps a page where it was loaded: no navigation, no new windows, no webview, no download. */
export function keepInPlace(contents: WebContents, allowedUrl: string): void {
  const isOwnReload = (url: string): boolean => url === allowedUrl
  contents.on('will-navigate', (event) => {
    if (!isOwnReload(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnReload(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.session.on('will-download', (event) => event.preventDefault())
}

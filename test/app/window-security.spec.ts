import { expect, test } from '@playwright/test'
import { launchCoffer } from './support/launch.ts'
import type { LaunchedApp } from './support/launch.ts'

test.describe.configure({ mode: 'serial' })

let coffer: LaunchedApp

test.beforeAll(async () => {
  coffer = await launchCoffer()
})

test.afterAll(async () => {
  await coffer.close()
})

test('the page has no Node, only the three functions of the bridge', async () => {
  const seen = await coffer.page.evaluate(() => ({
    node: ['require', 'process', 'Buffer', 'module', 'global'].filter((name) => name in window),
    bridge: Object.keys(window.coffer).sort(),
    origin: window.origin,
  }))
  expect(seen).toEqual({ node: [], bridge: ['app', 'execute', 'onEvent'], origin: 'app://coffer' })
})

test('the window was made with every wall up', async () => {
  const preferences = await coffer.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return contents.getLastWebPreferences()
  })
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false })
  expect(preferences['allowRunningInsecureContent']).not.toBe(true)
})

test('the policy stops code from text, foreign requests and HTML from text', async () => {
  const outcome = await coffer.page.evaluate(async () => {
    const attempt = async (run: () => unknown): Promise<string> => {
      try {
        await run()
        return 'allowed'
      } catch {
        return 'refused'
      }
    }
    const inline = document.createElement('script')
    const setText = await attempt(() => {
      inline.textContent = 'window.__inline = true'
      document.head.append(inline)
    })
    // The test's own protocol may evaluate text; code of the page, in a turn of its own, may not.
    await new Promise((resolve) => setTimeout(resolve, 0))
    return {
      newFunction: await attempt(() => Reflect.construct(Function, ['return 1'])),
      inlineScript: setText === 'refused' || !('__inline' in window) ? 'refused' : 'allowed',
      html: await attempt(() => {
        document.createElement('div').innerHTML = '<b>x</b>'
      }),
      web: await attempt(() => fetch('https://example.com/')),
      loopback: await attempt(() => fetch('http://127.0.0.1:7345/')),
      file: await attempt(() => fetch('file:///etc/passwd')),
      own: await attempt(() => fetch('app://coffer/index.html')),
    }
  })
  expect(Object.entries(outcome).filter(([, result]) => result !== 'refused')).toEqual([])
})

test('the protocol serves listed files only, each with the policy', async () => {
  const answers = await coffer.app.evaluate(async ({ session }) => {
    const page = session.fromPartition('persist:coffer')
    const ask = async (url: string): Promise<string> => {
      try {
        const response = await page.fetch(url, { bypassCustomProtocolHandlers: false })
        return `${String(response.status)} ${(response.headers.get('content-security-policy') ?? '').includes("default-src 'none'") ? 'policy' : 'no policy'}`
      } catch {
        return 'refused'
      }
    }
    return {
      page: await ask('app://coffer/index.html'),
      traversal: await ask('app://coffer/../../../../etc/passwd'),
      encoded: await ask('app://coffer/%2e%2e/%2e%2e/package.json'),
      otherHost: await ask('app://vault/index.html'),
      preload: await ask('app://coffer/../preload/preload.cjs'),
      file: await ask('file:///etc/passwd'),
      web: await ask('https://example.com/'),
    }
  })
  expect(answers).toEqual({ page: '200 policy', traversal: '404 policy', encoded: '404 policy', otherHost: '404 policy', preload: '404 policy', file: '404 policy', web: 'refused' })
})

test('nothing leads the page elsewhere', async () => {
  const before = coffer.page.url()
  const opened = await coffer.page.evaluate(() => window.open('https://example.com/') === null)
  expect(opened).toBe(true)
  for (const target of ['https://example.com/', 'file:///etc/passwd', 'data:text/html,hello', 'app://coffer/assets/']) {
    await coffer.page.evaluate((url) => {
      const link = document.createElement('a')
      link.href = url
      document.body.append(link)
      link.click()
      link.remove()
    }, target)
  }
  // The page answers, from where it was, after every attempt was taken in.
  expect(await coffer.page.evaluate(() => window.location.href)).toBe(before)
  expect(await coffer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('every permission is refused', async () => {
  const answers = await coffer.page.evaluate(async () => {
    const refused = (run: () => Promise<unknown>): Promise<boolean> => run().then(() => false, () => true)
    return {
      notifications: (await Notification.requestPermission()) === 'denied',
      clipboard: await refused(() => navigator.clipboard.readText()),
      camera: await refused(() => navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await refused(() => navigator.mediaDevices.getDisplayMedia({ video: true })),
      location: await new Promise<boolean>((resolve) => navigator.geolocation.getCurrentPosition(() => resolve(false), () => resolve(true))),
    }
  })
  expect(answers).toEqual({ notifications: true, clipboard: true, camera: true, screen: true, location: true })
})

test('calls from another window or with a wrong form are refused before they reach the vault', async () => {
  const fromElsewhere = await coffer.app.evaluate(async ({ BrowserWindow, app }) => {
    const other = new BrowserWindow({ show: false, webPreferences: { preload: `${app.getAppPath()}/out/preload/preload.cjs`, sandbox: true } })
    await other.loadURL('data:text/html,<p>other</p>')
    const answer = (await other.webContents.executeJavaScript("window.coffer.execute({ operation: 'workbench:GetStatus', input: {} })")) as { error?: { code: string } }
    other.destroy()
    return answer.error?.code
  })
  expect(fromElsewhere).toBe('AccessDeniedException')

  const codes = await coffer.page.evaluate(async () => {
    const codeOf = async (answer: Promise<{ ok: boolean; error?: { code: string } }>): Promise<string> => (await answer).error?.code ?? 'ok'
    const bridge = window.coffer as unknown as { execute(request: unknown): Promise<{ ok: boolean }>; app(channel: unknown, request?: unknown): Promise<{ ok: boolean }> }
    return [
      await codeOf(bridge.execute({ operation: '../../etc/passwd', input: {} })),
      await codeOf(bridge.execute({ operation: 'workbench:GetStatus', input: {}, door: 'endpoint' })),
      await codeOf(bridge.execute(null)),
      await codeOf(bridge.execute({ operation: 'workbench:GetStatus', input: 'x'.repeat(17 * 1024 * 1024) })),
      await codeOf(bridge.app('constructor')),
      await codeOf(bridge.app('preferences.set', { theme: 'pink' })),
      await codeOf(bridge.app('preferences.set', { unknown: true })),
      await codeOf(bridge.app('file.read-chosen', { path: '/etc/passwd' })),
      await codeOf(bridge.app('file.write-chosen', { path: '/tmp/x', text: '' })),
      await codeOf(bridge.app('open-external', { url: 'https://example.com/' })),
      await codeOf(bridge.app('screen-lock.set', { locked: false })),
    ]
  })
  expect(codes).toEqual([
    'SerializationException',
    'SerializationException',
    'SerializationException',
    'ValidationException',
    'UnknownOperationException',
    'ValidationException',
    'ValidationException',
    'AccessDeniedException',
    'AccessDeniedException',
    'AccessDeniedException',
    'AccessDeniedException',
  ])
})

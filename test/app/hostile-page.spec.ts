import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { needsDisplay, startDisplay } from '../../scripts/desktop.mjs'
import { appEnvironment, launchDriven } from '../../scripts/launch.mjs'
import { setUp } from '../../scripts/setup.mjs'
import { startTestCore, TEST_ACCOUNT, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'

test.describe.configure({ mode: 'serial' })

const EVIL_HOST = 'evil.example'
const BARE_BROWSER = path.join(import.meta.dirname, 'support', 'bare-browser')

let core: TestCore
let port = 0
let browser: ElectronApplication
let page: Page
let display: Awaited<ReturnType<typeof startDisplay>> | null = null
let home = ''

/**
 * The endpoint without authentication, so that nothing but its look at where a request comes from stands between a page and the
 * vault; and a real Chromium for which the page's own host name leads to this machine, as after DNS rebinding.
 */
test.beforeAll(async () => {
  core = await startTestCore({ authentication: 'none' })
  await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await core.call('secretsmanager:CreateSecret', { Name: 'kept', SecretString: 'canary-of-the-vault' })
  port = (await core.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })).Port
  const electron = await setUp({ needs: ['window', 'display'] })
  display = process.platform === 'linux' && needsDisplay() ? await startDisplay() : null
  home = await mkdtemp(path.join(os.tmpdir(), 'coffer-hostile-'))
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  browser = await launchDriven(_electron, {
    executablePath: electron.executable,
    args: [...asRoot, BARE_BROWSER, `--user-data-dir=${home}`, `--host-resolver-rules=MAP ${EVIL_HOST} 127.0.0.1`],
    env: appEnvironment({ ...display?.environment, DBUS_SESSION_BUS_ADDRESS: 'disabled:' }),
  })
  page = await browser.firstWindow()
})

test.afterAll(async () => {
  await browser?.close()
  await display?.stop()
  await core?.close()
  await rm(home, { recursive: true, force: true })
})

/** Opens a page of that origin whose text comes from the attacker; all else that it asks for goes over the network. */
async function openPage(origin: string): Promise<void> {
  await page.route(`${origin}/page`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>hostile</title><body></body>' }))
  await page.goto(`${origin}/page`)
}

interface Attempt {
  readonly how: string
  readonly outcome: string
}

/** Tries every way that a page has to send something to `target`, and says what the page learned. */
function attack(target: string, account: string): Promise<readonly Attempt[]> {
  return page.evaluate(async ({ target, account }) => {
    const read = '{"SecretId":"kept"}'
    const amzDate = `${new Date().toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`
    const authorization = `AWS4-HMAC-SHA256 Credential=${account}/${amzDate.slice(0, 8)}/eu-central-1/secretsmanager/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`
    const aws = (operation: string) => ({ 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `secretsmanager.${operation}`, 'X-Amz-Date': amzDate, Authorization: authorization })
    const create = (how: string): string => JSON.stringify({ Name: `from-page-${how}`, SecretString: 'x', ClientRequestToken: how.padEnd(32, '0').slice(0, 64) })
    const tried: { how: string; outcome: string }[] = []
    const note = async (how: string, run: () => Promise<string>): Promise<void> => {
      const timeout = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 4_000))
      tried.push({ how, outcome: await Promise.race([run().catch((error: unknown) => `error ${error instanceof Error ? error.name : 'unknown'}`), timeout]) })
    }
    const viaFetch = (init: RequestInit) => async () => {
      const answer = await fetch(target, init)
      return `${answer.type} ${answer.status} ${await answer.text()}`.trim()
    }
    for (const mode of ['cors', 'no-cors', 'same-origin'] as const) {
      for (const credentials of ['omit', 'include'] as const) {
        const how = `fetch-${mode}-${credentials}`
        await note(`${how}-read`, viaFetch({ method: 'POST', mode, credentials, referrerPolicy: 'no-referrer', headers: aws('GetSecretValue'), body: read }))
        await note(`${how}-write`, viaFetch({ method: 'POST', mode, credentials, referrerPolicy: 'no-referrer', headers: aws('CreateSecret'), body: create(how) }))
        await note(`${how}-plain`, viaFetch({ method: 'POST', mode, credentials, referrerPolicy: 'no-referrer', headers: { 'Content-Type': 'text/plain' }, body: create(how) }))
        await note(`${how}-query`, viaFetch({ method: 'POST', mode, credentials, headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'Action=GetCallerIdentity&Version=2011-06-15' }))
        await note(`${how}-get`, viaFetch({ method: 'GET', mode, credentials, referrerPolicy: 'no-referrer' }))
      }
    }
    await note('xhr', () => new Promise((resolve) => {
      const request = new XMLHttpRequest()
      request.open('POST', target)
      for (const [name, value] of Object.entries(aws('GetSecretValue'))) request.setRequestHeader(name, value)
      request.onload = () => resolve(`${request.status} ${request.responseText}`.trim())
      request.onerror = () => resolve('error')
      request.send(read)
    }))
    await note('beacon', async () => `${navigator.sendBeacon(target, new Blob([create('beacon')], { type: 'text/plain' }))}`)
    await note('websocket', () => new Promise((resolve) => {
      const socket = new WebSocket(target.replace('http', 'ws'))
      socket.onopen = () => resolve('open')
      socket.onmessage = () => resolve('message')
      socket.onerror = () => resolve('error')
    }))
    await note('event-source', () => new Promise((resolve) => {
      const source = new EventSource(target)
      source.onopen = () => resolve('open')
      source.onerror = () => {
        source.close()
        resolve('error')
      }
    }))
    const element = (how: string, tag: 'img' | 'script' | 'link'): Promise<void> => note(how, () => new Promise((resolve) => {
      const made = document.createElement(tag)
      made.setAttribute(tag === 'link' ? 'href' : 'src', target)
      if (tag === 'link') made.setAttribute('rel', 'stylesheet')
      made.onload = () => resolve('loaded')
      made.onerror = () => resolve('error')
      document.body.append(made)
    }))
    await element('image', 'img')
    await element('script', 'script')
    await element('stylesheet', 'link')
    for (const enctype of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      await note(`form-${enctype}`, () => new Promise((resolve) => {
        const frame = document.createElement('iframe')
        frame.name = `frame-${enctype}`
        const form = document.createElement('form')
        Object.assign(form, { method: 'post', action: target, target: frame.name, enctype })
        const field = document.createElement('input')
        field.name = enctype === 'text/plain' ? '{"Name":"from-page-form","SecretString":"' : 'Action'
        field.value = enctype === 'text/plain' ? '"}' : 'GetCallerIdentity'
        form.append(field)
        document.body.append(frame, form)
        frame.onload = () => {
          let text: string
          try {
            text = `shown ${frame.contentDocument?.body.textContent ?? ''}`.trim()
          } catch {
            text = 'not readable'
          }
          // The frame's own empty page loads first.
          if (frame.dataset['sent'] === 'yes') resolve(text)
        }
        frame.dataset['sent'] = 'yes'
        form.submit()
      }))
    }
    return tried
  }, { target, account })
}

async function expectUntouched(): Promise<void> {
  const { SecretList } = await core.call('secretsmanager:ListSecrets', {})
  expect(SecretList?.map(({ Name }) => Name)).toEqual(['kept'])
  const { Events } = await core.call('workbench:ListActivity', { Door: 'endpoint', MaxResults: 1_000 })
  expect(Events.length).toBeGreaterThan(0)
  expect(Events.filter(({ Outcome, Operation }) => Outcome !== 'refused' || Operation !== 'endpoint:Refused')).toEqual([])
}

/** Nothing but a bare status, an opaque answer or an error may come back. */
function expectNothingLearned(attempts: readonly Attempt[], isSameOrigin: boolean): void {
  expect(attempts.length).toBe(40)
  const harmless = isSameOrigin
    ? /^(basic 40[034]|40[034]|error( \w+)?|no answer|shown|not readable|true)$/
    : /^(opaque 0|error( \w+)?|no answer|shown|not readable|true)$/
  expect(attempts.filter(({ outcome }) => !harmless.test(outcome))).toEqual([])
  expect(JSON.stringify(attempts)).not.toMatch(/canary|arn:aws|__type|RequestId/)
}

test('a page whose name was bound to this machine learns and changes nothing', async () => {
  const origin = `http://${EVIL_HOST}:${port}`
  await openPage(origin)
  expect(await page.evaluate(() => location.origin)).toBe(origin)
  const attempts = await attack(`${origin}/`, TEST_ACCOUNT)
  expectNothingLearned(attempts, true)
  // The requests did arrive: a browser that could not reach the endpoint would prove nothing.
  expect(attempts.filter(({ outcome }) => outcome === 'basic 403').length).toBeGreaterThanOrEqual(20)
  await expectUntouched()
})

for (const host of ['127.0.0.1', 'localhost']) {
  test(`a page of another origin that calls ${host} learns and changes nothing`, async () => {
    await openPage(`http://${EVIL_HOST}:${port + 1}`)
    const attempts = await attack(`http://${host}:${port}/`, TEST_ACCOUNT)
    expectNothingLearned(attempts, false)
    await expectUntouched()
  })
}

test('a page of the endpoint\'s own address learns and changes nothing: it still is a page', async () => {
  const origin = `http://127.0.0.1:${port}`
  await openPage(origin)
  const attempts = await attack(`${origin}/`, TEST_ACCOUNT)
  expectNothingLearned(attempts, true)
  await expectUntouched()
})

test('the same call from a program is answered: the endpoint was there all the time', async () => {
  const { RawConnection, signedBytes } = await import('../endpoint/support/signed-client.ts')
  const connection = new RawConnection(port)
  const call = signedBytes({ port, accessKeyId: TEST_ACCOUNT, secretAccessKey: 'any', region: 'eu-central-1' }, { target: 'secretsmanager.GetSecretValue', body: '{"SecretId":"kept"}' })
  expect((await connection.send(call)).body).toContain('canary-of-the-vault')
  connection.close()
})

/**
 * A rotation function as a user writes one, in one file without packages: a new `password` beside what the secret holds. It
 * calls the endpoint with what its environment gives it, signed by Signature Version 4. `FAIL_STEP` names the step that fails.
 */
export const ROTATION_FUNCTION = String.raw`
import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()

async function call(operation, input) {
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env
  const url = new URL(AWS_ENDPOINT_URL)
  const body = JSON.stringify(input)
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers = { 'content-type': 'application/x-amz-json-1.1', host: url.host, 'x-amz-date': time, 'x-amz-security-token': AWS_SESSION_TOKEN, 'x-amz-target': 'secretsmanager.' + operation }
  const names = Object.keys(headers).sort()
  const canonical = ['POST', '/', '', ...names.map((name) => name + ':' + headers[name]), '', names.join(';'), sha256(body)].join('\n')
  const scope = [time.slice(0, 8), AWS_REGION, 'secretsmanager', 'aws4_request'].join('/')
  const key = ['secretsmanager', 'aws4_request'].reduce(hmac, hmac(hmac('AWS4' + AWS_SECRET_ACCESS_KEY, time.slice(0, 8)), AWS_REGION))
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex')
  headers.authorization = 'AWS4-HMAC-SHA256 Credential=' + AWS_ACCESS_KEY_ID + '/' + scope + ', SignedHeaders=' + names.join(';') + ', Signature=' + signature
  const { status, text } = await new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part) => (text += part))
      answer.on('end', () => resolve({ status: answer.statusCode, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
  if (status !== 200) throw Object.assign(new Error(status + ' ' + text), { name: /"__type":"([^"]+)"/.exec(text)?.[1] ?? 'Error' })
  return JSON.parse(text)
}

export async function handler({ Step, SecretId, ClientRequestToken }) {
  console.log('step', Step)
  if (process.env.FAIL_STEP === Step) throw new Error('the payment provider answers 503')
  if (Step === undefined) return { region: process.env.AWS_REGION }
  const { VersionIdsToStages } = await call('DescribeSecret', { SecretId })
  if (Step === 'createSecret') {
    const current = JSON.parse((await call('GetSecretValue', { SecretId, VersionStage: 'AWSCURRENT' })).SecretString)
    try {
      await call('GetSecretValue', { SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' })
    } catch {
      const { RandomPassword } = await call('GetRandomPassword', { ExcludePunctuation: true })
      await call('PutSecretValue', { SecretId, ClientRequestToken, SecretString: JSON.stringify({ ...current, password: RandomPassword }), VersionStages: ['AWSPENDING'] })
    }
  }
  if (Step === 'finishSecret') {
    const from = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT'))[0]
    if (from !== ClientRequestToken) await call('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId: from })
  }
}
`

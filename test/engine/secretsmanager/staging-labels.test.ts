import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { labelsOf, versionId } from './secrets.ts'

/**
 * Label moves as they were recorded from AWS, step by step. A row is what one call does and what each version has after it:
 * C is AWSCURRENT, P is AWSPREVIOUS; versions without labels are absent.
 */
type Step =
  | { readonly create: true }
  | { readonly put: readonly string[] | 'default' }
  | { readonly update: string }
  | { readonly stage: string; readonly from?: number; readonly to?: number }
interface Row {
  readonly do: Step
  readonly after: Readonly<Record<string, string>>
}

const CURRENT = 'AWSCURRENT'
const PENDING = 'AWSPENDING'

const TRACES: Readonly<Record<string, readonly Row[]>> = {
  'a pending version is made current, then loses AWSPENDING': [
    { do: { create: true }, after: { v1: 'C' } },
    { do: { put: [PENDING] }, after: { v1: 'C', v2: 'PENDING' } },
    { do: { stage: CURRENT, from: 1, to: 2 }, after: { v1: 'P', v2: 'C,PENDING' } },
    { do: { stage: PENDING, from: 2 }, after: { v1: 'P', v2: 'C' } },
  ],
  'custom labels stay while AWSCURRENT moves through three versions': [
    { do: { create: true }, after: { v1: 'C' } },
    { do: { put: [CURRENT, 'PUT0'] }, after: { v1: 'P', v2: 'C,PUT0' } },
    { do: { put: [PENDING, 'PUT1'] }, after: { v1: 'P', v2: 'C,PUT0', v3: 'PENDING,PUT1' } },
    { do: { stage: CURRENT, from: 2, to: 3 }, after: { v2: 'P,PUT0', v3: 'C,PENDING,PUT1' } },
    { do: { put: [PENDING, 'PUT2'] }, after: { v2: 'P,PUT0', v3: 'C,PUT1', v4: 'PENDING,PUT2' } },
    { do: { stage: CURRENT, from: 3, to: 4 }, after: { v2: 'PUT0', v3: 'P,PUT1', v4: 'C,PENDING,PUT2' } },
  ],
  'labels that begin with AWS but mean nothing to AWS behave like any other': [
    { do: { create: true }, after: { v1: 'C' } },
    { do: { put: ['AWSSOMETHING', 'PUT1', CURRENT] }, after: { v1: 'P', v2: 'AWSSOMETHING,C,PUT1' } },
    { do: { put: 'default' }, after: { v2: 'AWSSOMETHING,P,PUT1', v3: 'C' } },
  ],
  'a plain put takes AWSPENDING off the version that was both current and pending': [
    { do: { create: true }, after: { v1: 'C' } },
    { do: { put: [PENDING] }, after: { v1: 'C', v2: 'PENDING' } },
    { do: { stage: CURRENT, from: 1, to: 2 }, after: { v1: 'P', v2: 'C,PENDING' } },
    { do: { put: 'default' }, after: { v2: 'P', v3: 'C' } },
  ],
  'an update of the value does the same': [
    { do: { create: true }, after: { v1: 'C' } },
    { do: { put: [PENDING, CURRENT] }, after: { v1: 'P', v2: 'C,PENDING' } },
    { do: { update: 'three' }, after: { v2: 'P', v3: 'C' } },
  ],
  'AWSPENDING on another version than the current one stays through a plain put': [
    { do: { create: true }, after: { v1: 'C' } },
    { do: { put: [PENDING] }, after: { v1: 'C', v2: 'PENDING' } },
    { do: { put: 'default' }, after: { v1: 'P', v2: 'PENDING', v3: 'C' } },
  ],
  'a rollback swaps AWSCURRENT and AWSPREVIOUS': [
    { do: { create: true }, after: { v1: 'C' } },
    { do: { put: 'default' }, after: { v1: 'P', v2: 'C' } },
    { do: { stage: CURRENT, from: 2, to: 1 }, after: { v1: 'C', v2: 'P' } },
    { do: { stage: CURRENT, from: 1, to: 2 }, after: { v1: 'P', v2: 'C' } },
  ],
  'a version that lost its labels can be made current again': [
    { do: { create: true }, after: { v1: 'C' } },
    { do: { put: 'default' }, after: { v1: 'P', v2: 'C' } },
    { do: { put: 'default' }, after: { v2: 'P', v3: 'C' } },
    { do: { stage: CURRENT, from: 3, to: 1 }, after: { v1: 'C', v3: 'P' } },
  ],
  'AWSPREVIOUS and AWSPENDING may be moved and removed by hand': [
    { do: { create: true }, after: { v1: 'C' } },
    { do: { put: 'default' }, after: { v1: 'P', v2: 'C' } },
    { do: { put: [PENDING] }, after: { v1: 'P', v2: 'C', v3: 'PENDING' } },
    { do: { stage: 'AWSPREVIOUS', from: 1, to: 3 }, after: { v2: 'C', v3: 'P,PENDING' } },
    { do: { stage: 'AWSPREVIOUS', from: 3 }, after: { v2: 'C', v3: 'PENDING' } },
    { do: { put: 'default' }, after: { v2: 'P', v3: 'PENDING', v4: 'C' } },
  ],
}

const vault = sharedVault()

async function take(SecretId: string, step: Step, version: number): Promise<void> {
  const write = { SecretId, ClientRequestToken: versionId(version), SecretString: `value ${version}` }
  if ('create' in step) await vault.call('secretsmanager:CreateSecret', { Name: SecretId, SecretString: 'value 1', ClientRequestToken: versionId(1) })
  else if ('put' in step) await vault.callRaw('secretsmanager:PutSecretValue', step.put === 'default' ? write : { ...write, VersionStages: step.put })
  else if ('update' in step) await vault.callRaw('secretsmanager:UpdateSecret', write)
  else {
    await vault.callRaw('secretsmanager:UpdateSecretVersionStage', {
      SecretId,
      VersionStage: step.stage,
      ...(step.from === undefined ? {} : { RemoveFromVersionId: versionId(step.from) }),
      ...(step.to === undefined ? {} : { MoveToVersionId: versionId(step.to) }),
    })
  }
}

describe('recorded label moves', () => {
  test.each(Object.entries(TRACES))('%s', async (title, rows) => {
    const SecretId = `trace/${title.replaceAll(/[^a-zA-Z]/g, '-')}`
    let version = 0
    const seen: Record<string, string>[] = []
    for (const row of rows) {
      if (!('stage' in row.do)) version += 1
      await take(SecretId, row.do, version)
      seen.push(await labelsOf(vault, SecretId))
    }
    expect(seen).toEqual(rows.map((row) => row.after))
  })
})

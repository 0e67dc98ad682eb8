import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'
import { refusalOf } from '../support/refusal.ts'

type Plan = WireOutput<'workbench:PlanImport'>
let test: TestCore
beforeAll(async () => {
  test = await startTestCore()
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
}, 60_000)
afterAll(() => test.close())

const plan = (input: WireInput<'workbench:PlanImport'>): Promise<Plan> => test.call('workbench:PlanImport', input)
const names = async (): Promise<readonly string[]> => (await test.call('secretsmanager:ListSecrets', {})).SecretList.map(({ Name }) => Name)

describe('a hostile file to import is bounded, explained, and writes nothing', () => {
  it.each<readonly [what: string, input: WireInput<'workbench:PlanImport'>, problems: Plan['Problems']]>([
    ['zero bytes', { FileName: '.env', Text: 'A=1\nB=\u00002\n' }, [{ Message: 'This is no text file: it holds zero bytes. Make a binary secret of it instead.' }]],
    ['nothing', { FileName: '.env', Text: ' \n' }, [{ Message: 'There is nothing in this text.' }]],
    [
      'a YAML bomb',
      { Format: 'yaml', Text: `a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array.from({ length: 10 }, () => `*a${level}`).join(',')}]`).join('\n')}\n` },
      [{ Message: 'This YAML is refused: its aliases repeat too much. Nothing of it is imported.' }],
    ],
    ['YAML nested 100,000 deep', { Format: 'yaml', Text: '['.repeat(100_000) }, [{ Line: 1, Message: 'This is no valid YAML (RESOURCE_EXHAUSTION). Nothing of the file is imported.' }]],
    ['JSON nested 100,000 deep', { Format: 'json', Text: '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000) }, [{ Message: 'This JSON is nested deeper than 64 levels. Nothing of it is imported.' }]],
    ['malformed JSON', { Format: 'json', Text: '{"a": 1,\n "b" 2}' }, [{ Line: 2, Message: 'A colon is missing between the key and its value. (column 6) Nothing of the file is imported.' }]],
    ['a line that is no assignment', { FileName: '.env', Name: 'x', Text: 'rm -rf /\n' }, [{ Line: 1, Message: 'This line is no KEY=value and is left out.' }]],
  ])('%s', async (_what, input, problems) => {
    const startedMs = performance.now()
    const { Problems, Entries } = await plan(input)
    expect(Problems).toEqual(problems)
    expect(Entries.filter(({ Status }) => Status !== 'refused')).toEqual([])
    // A bomb takes minutes or the heap; a busy machine takes seconds.
    expect(performance.now() - startedMs).toBeLessThan(10_000)
    expect(await names()).toEqual([])
  })

  it('a text over the limit', async () => {
    expect(await refusalOf(plan({ FileName: '.env', Text: `A=${'x'.repeat(4_000_000)}` }))).toEqual({
      code: 'ValidationException',
      message: "1 validation error detected: Value at 'text' failed to satisfy constraint: Member must have length less than or equal to 4000000",
      statusCode: 400,
    })
    expect((await plan({ FileName: '.env', Text: `A=${'é'.repeat(2_500_000)}` })).Problems).toEqual([{ Message: 'An import takes at most 4 MB at a time. Split the file.' }])
  })

  it('one huge line is shown as a value that AWS does not take, and is never written', async () => {
    const input = { FileName: '.env', Name: 'big', Text: `A=${'x'.repeat(3_000_000)}\nB=2\n` }
    const { Entries, Problems } = await plan(input)
    expect({ Entries, Problems }).toEqual({
      Problems: [],
      Entries: [{ Name: 'big', Status: 'refused', Problem: 'The value has 3,000,016 bytes. AWS takes at most 65,536: split it.', JsonKeys: ['A', 'B'], ChangedKeys: [], AddedKeys: [], RemovedKeys: [] }],
    })
    expect(await refusalOf(test.call('workbench:ApplyImport', { ...input, Names: ['big'] }))).toMatchObject({ code: 'InvalidRequestException' })
    expect(await names()).toEqual([])
  })
})

describe('keys that trip programs are keys like any other', () => {
  it('__proto__, constructor and toString are stored and come back, and change no object', async () => {
    const Text = '__proto__=polluted\nconstructor=c\ntoString=t\nhasOwnProperty=h\n'
    const input = { FileName: '.env', Name: 'proto', Text }
    expect((await plan(input)).Entries).toEqual([
      { Name: 'proto', Status: 'new', JsonKeys: ['__proto__', 'constructor', 'toString', 'hasOwnProperty'], ChangedKeys: [], AddedKeys: ['__proto__', 'constructor', 'toString', 'hasOwnProperty'], RemovedKeys: [] },
    ])
    await test.call('workbench:ApplyImport', { ...input, Names: ['proto'] })
    expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'proto' })).SecretString).toBe('{"__proto__":"polluted","constructor":"c","toString":"t","hasOwnProperty":"h"}')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect((await plan(input)).Entries[0]?.Status).toBe('same')
    const json = { Format: 'json' as const, Name: 'proto', Text: '{"__proto__": {"polluted": "yes"}, "constructor": "c"}', Layout: 'one-secret' as const }
    expect((await plan(json)).Entries[0]).toMatchObject({ Status: 'changed', RemovedKeys: ['toString', 'hasOwnProperty'] })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('a name twice: the later line counts, and that is said', async () => {
    const input = { FileName: '.env', Name: 'twice', Text: 'A=first\nB=b\nA=second\n' }
    const { Entries, Problems } = await plan(input)
    expect({ keys: Entries[0]?.JsonKeys, Problems }).toEqual({ keys: ['A', 'B'], Problems: [{ Line: 3, Message: 'A stands twice; the later line counts.' }] })
    await test.call('workbench:ApplyImport', { ...input, Names: ['twice'] })
    expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'twice' })).SecretString).toBe('{"A":"second","B":"b"}')
  })

  it('a dollar sign, a backtick and a command are text', async () => {
    await test.call('workbench:ApplyImport', { FileName: '.env', Name: 'shell', Text: 'A=$(touch /tmp/owned)\nB="`id` $HOME"\n', Names: ['shell'] })
    expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'shell' })).SecretString).toBe('{"A":"$(touch /tmp/owned)","B":"`id` $HOME"}')
  })

  it('a YAML tag that would run something is text', async () => {
    await test.call('workbench:ApplyImport', { Format: 'yaml', Name: 'tag', Text: 'a: !!js/function "function(){ throw 1 }"\n', Names: ['tag'] })
    expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'tag' })).SecretString).toBe('{"a":"function(){ throw 1 }"}')
  })

  it('an import with one name that AWS refuses writes none of it when all are asked for', async () => {
    const before = await names()
    const Text = JSON.stringify([{ Name: 'good/one', SecretString: 'x' }, { Name: 'bad name', SecretString: 'x' }])
    const { Entries } = await plan({ Format: 'json', Text })
    expect(Entries.map(({ Name, Status, Problem }) => ({ Name, Status, Problem }))).toEqual([
      { Name: 'good/one', Status: 'new', Problem: undefined },
      { Name: 'bad name', Status: 'refused', Problem: 'AWS takes letters, digits and /_+=.@- in a name. This one has a space.' },
    ])
    expect(await refusalOf(test.call('workbench:ApplyImport', { Format: 'json', Text, Names: ['good/one', 'bad name'] }))).toEqual({
      code: 'InvalidRequestException',
      message: 'Nothing was imported: "bad name" cannot be. AWS takes letters, digits and /_+=.@- in a name. This one has a space.',
      statusCode: 400,
    })
    expect(await names()).toEqual(before)
  })
})

import type { ActivityEvent } from '../../../../renderer/store/state.ts'

// The double takes any operation's input; the real types are checked where the window calls.
type Anything = Record<string, any>

const users: Anything[] = [
  { UserName: 'payments-api', UserId: 'AIDAFAKE0001', Arn: 'arn:aws:iam::447120938816:user/payments-api', CreateDate: 1_752_000_000, PolicyNames: ['ReadPayments'], AccessKeys: [{ AccessKeyId: 'AKIAFAKE000000000001', UserName: 'payments-api', Status: 'Active', CreateDate: 1_752_000_000, LastUsedDate: 1_763_000_000 }] },
  { UserName: 'ci', UserId: 'AIDAFAKE0002', Arn: 'arn:aws:iam::447120938816:user/ci', CreateDate: 1_757_000_000, PolicyNames: [], AccessKeys: [] },
]

/** Users, access keys, activity, imports and files of the double; answers empty things to what it does not know. */
export function fakeAccess(name: string, input: Anything, activity: readonly ActivityEvent[]): unknown {
  switch (name) {
    case 'ListUsers':
      return { Users: users }
    case 'CreateUser': {
      const user = { UserName: input['UserName'], UserId: `AIDAFAKE${users.length}`, Arn: `arn:aws:iam::447120938816:user/${input['UserName']}`, CreateDate: Date.now() / 1000, PolicyNames: [], AccessKeys: [] }
      users.push(user)
      return { User: user }
    }
    case 'DeleteUser':
      users.splice(users.findIndex((user) => user['UserName'] === input['UserName']), 1)
      return undefined
    case 'CreateAccessKey': {
      const key = { AccessKeyId: `AKIAFAKE${String(Date.now()).slice(-12)}`, UserName: input['UserName'], Status: 'Active', CreateDate: Date.now() / 1000 }
      users.find((user) => user['UserName'] === input['UserName'])?.['AccessKeys'].push(key)
      return { AccessKey: key, SecretAccessKey: 'fake/secret/access/key/not/real/0000000' }
    }
    case 'GetUserPolicy':
      return { UserName: input['UserName'], PolicyName: input['PolicyName'], PolicyDocument: '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*" }]\n}' }
    case 'ListActivity':
      return { Events: activity.slice(0, input['MaxResults'] ?? 100) }
    case 'VerifyActivity':
      return { Intact: true, EventCount: activity.length }
    case 'GetCallerIdentity':
      return { UserId: '447120938816', Account: '447120938816', Arn: 'arn:aws:iam::447120938816:root' }
    case 'PlanImport':
      return {
        Format: 'env',
        Layout: input['Layout'] ?? 'one-secret-per-entry',
        NamesSecrets: false,
        Entries: [
          { Name: `${input['Name'] ?? 'imported'}`, Status: 'new', JsonKeys: ['DATABASE_URL', 'API_KEY'], ChangedKeys: [], AddedKeys: ['DATABASE_URL', 'API_KEY'], RemovedKeys: [] },
          { Name: 'prod/datadog', Status: 'changed', JsonKeys: ['api_key'], ChangedKeys: ['api_key'], AddedKeys: [], RemovedKeys: [] },
          { Name: 'prod/web/redis', Status: 'same', JsonKeys: ['host', 'port'], ChangedKeys: [], AddedKeys: [], RemovedKeys: [] },
          { Name: 'bad name', Status: 'refused', Problem: 'A name may hold letters, digits and /_+=.@- only. Rename it in the file.', JsonKeys: [], ChangedKeys: [], AddedKeys: [], RemovedKeys: [] },
        ],
        Problems: [{ Line: 7, Message: 'The line has no equals sign and was left out.' }],
      }
    case 'ApplyImport':
      return { CreatedCount: 1, UpdatedCount: 1, SameCount: 0, ARNs: [] }
    case 'ExportSecrets':
      return { Path: input['Path'], SecretCount: input['SecretIds'].length, SizeBytes: 1234 }
    case 'BackUpVault':
      return { Path: input['Path'], SizeBytes: 123_456, CreatedDate: Date.now() / 1000 }
    case 'RestoreVault':
      return { VaultId: 'a1b2c3d4', CreatedDate: Date.now() / 1000, SecretCount: 1204 }
    default:
      return undefined
  }
}

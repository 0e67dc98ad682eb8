import { LIMITS } from '../limits.ts'
import { boolean, enumeration, integer, list, map, required, sensitiveString, string, structure, timestamp } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'

/** Operations on many secrets at once, for the window and the command line. */
const Path = string({ min: 1, max: 4096 })

/** What the grid shows of a secret; never a value. JsonKeys are the top-level keys of the current value. */
export const SecretSummary = structure({
  ARN: required(string()),
  Name: required(string()),
  Kind: required(enumeration('database', 'api-key', 'key-value', 'text', 'binary', 'empty')),
  Description: string(),
  KmsKeyId: string(),
  CreatedDate: required(timestamp()),
  LastChangedDate: required(timestamp()),
  LastAccessedDate: timestamp(),
  DeletedDate: timestamp(),
  RotationEnabled: boolean(),
  NextRotationDate: timestamp(),
  Tags: required(list(structure({ Key: required(string()), Value: required(string()) }))),
  JsonKeys: required(list(string())),
  VersionIdsToStages: required(map(list(string()))),
  VersionCount: required(integer()),
  /** Of a replica: the region of its primary. */
  PrimaryRegion: string(),
  /** Of a primary: the regions that have a replica, or are to get one. */
  ReplicaRegions: list(string()),
})

const ImportFormat = enumeration('auto', 'env', 'json', 'yaml', 'csv', 'aws-credentials')

const importInput = {
  Format: ImportFormat,
  /** The name of the file, a hint for the format. */
  FileName: string({ max: 1024 }),
  Text: required(sensitiveString({ max: 4_000_000 })),
  /** One secret named so that holds all keys, or (with `one-secret-per-entry`) a prefix for the names. */
  Name: string({ max: LIMITS.secretNameCharacters }),
  Layout: enumeration('one-secret', 'one-secret-per-entry'),
}

export const workbenchSecretOperations = {
  'workbench:ListSecretSummaries': workbenchOperation(
    'reads',
    'unsealed',
    structure({ MaxResults: integer({ min: 1, max: 10_000 }), NextToken: string({ max: 4096 }) }),
    structure({ Summaries: required(list(SecretSummary)), NextToken: string(), TotalCount: required(integer()) }),
  ),
  /** Unknown ARNs are left out, so that the window learns what is gone. */
  'workbench:GetSecretSummaries': workbenchOperation(
    'reads',
    'unsealed',
    structure({ ARNs: required(list(string(), { max: 10_000 })) }),
    structure({ Summaries: required(list(SecretSummary)) }),
  ),
  /** Says what an import would do. Nothing is written, and no value comes back. */
  'workbench:PlanImport': workbenchOperation(
    'reads',
    'unsealed',
    structure(importInput),
    structure({
      Format: required(ImportFormat),
      /** The layout that the plan was made with: the one asked for, else the one that suits the text. */
      Layout: required(enumeration('one-secret', 'one-secret-per-entry')),
      /** True when the text names its secrets itself, so that a name given is a prefix and the layout is no choice. */
      NamesSecrets: required(boolean()),
      Entries: required(
        list(
          structure({
            Name: required(string()),
            Status: required(enumeration('new', 'changed', 'same', 'refused')),
            /** Why the entry is refused and what to do. */
            Problem: string(),
            JsonKeys: required(list(string())),
            ChangedKeys: required(list(string())),
            AddedKeys: required(list(string())),
            RemovedKeys: required(list(string())),
          }),
        ),
      ),
      Problems: required(list(structure({ Line: integer(), Message: required(string()) }))),
    }),
  ),
  /** Writes the chosen entries of a plan, all or none. */
  'workbench:ApplyImport': workbenchOperation(
    'writes',
    'unsealed',
    structure({ ...importInput, Names: required(list(string(), { min: 1, max: 100_000 })), KmsKeyId: string({ max: 2048 }) }),
    structure({ CreatedCount: required(integer()), UpdatedCount: required(integer()), SameCount: required(integer()), ARNs: required(list(string())) }),
  ),
  /** Writes current values to a file with mode 0600; `encrypted` needs a passphrase. */
  'workbench:ExportSecrets': workbenchOperation(
    'reads',
    'unsealed',
    structure({
      SecretIds: required(list(string({ min: 1, max: LIMITS.secretIdCharacters }), { min: 1, max: 100_000 })),
      Format: required(enumeration('env', 'json', 'encrypted')),
      Path: required(Path),
      Passphrase: sensitiveString({ min: 1, max: 1024 }),
    }),
    structure({ Path: required(string()), SecretCount: required(integer()), SizeBytes: required(integer()) }),
  ),
  /** Opens an encrypted export; the answer is a JSON text that PlanImport and ApplyImport read. */
  'workbench:OpenExport': workbenchOperation(
    'reads',
    'unsealed',
    structure({ Text: required(string({ max: 16_000_000 })), Passphrase: required(sensitiveString({ min: 1, max: 1024 })) }),
    structure({ Text: required(sensitiveString()), SecretCount: required(integer()) }),
  ),
  'workbench:ListSavedFilters': workbenchOperation(
    'reads',
    'unsealed',
    structure({}),
    structure({ Filters: required(list(structure({ Id: required(string()), Label: required(string()), Query: required(string()) }))) }),
  ),
  'workbench:PutSavedFilter': workbenchOperation(
    'writes',
    'unsealed',
    structure({ Id: string({ max: 64 }), Label: required(string({ min: 1, max: 64 })), Query: required(string({ min: 1, max: 512 })) }),
    structure({ Id: required(string()) }),
  ),
  'workbench:DeleteSavedFilter': workbenchOperation('writes', 'unsealed', structure({ Id: required(string({ max: 64 })) }), null),
} as const

import { LIMITS } from '../limits.ts'
import { boolean, enumeration, integer, list, required, string, structure, timestamp } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'

const Region = string({ min: 1, max: 128, pattern: /^([a-z]+-)+\d+$/ })
const SecretId = string({ min: 1, max: LIMITS.secretIdCharacters })
const NextToken = string({ min: 1, max: LIMITS.nextTokenCharacters })
const texts = required(list(string()))
const page = { MaxResults: integer({ min: 1, max: 5000 }), NextToken }

const Replica = structure({
  ARN: required(string()),
  Name: required(string()),
  PrimaryRegion: required(string()),
  Region: required(string()),
  KmsKeyId: required(string()),
  Status: required(enumeration('InSync', 'InProgress', 'Failed')),
  StatusMessage: string(),
  /** For how long the oldest change has waited that this replica has not got; 0 when it has them all. */
  LagMs: required(integer()),
  Attempts: required(integer()),
  /** When it is tried again; absent when nothing waits, or it waits for the user. */
  NextTryDate: timestamp(),
})

const Target = structure({
  Region: required(string()),
  PendingCount: required(integer()),
  /** How long the last change took from being made to being in this region's store. */
  LastLagMs: integer(),
  LastDeliveredDate: timestamp(),
  Problem: string(),
})

const Difference = structure({
  Name: required(string()),
  ARN: string(),
  OtherARN: string(),
  /**
   * `in-sync`: the same. `behind`: the replica has not got the last changes yet. `replica-newer`: the primary is older than its
   * replica, as after a back-up was put back. `diverged`: two independent secrets of one origin that differ; `twins`: that do
   * not. `unrelated`: two secrets that share nothing but the name. `only-here`, `only-there`: in one region alone.
   */
  Relation: required(enumeration('in-sync', 'behind', 'replica-newer', 'diverged', 'twins', 'unrelated', 'only-here', 'only-there')),
  /** Which of value, labels, description, tags, policy, rotation, type differ. */
  Differs: texts,
  VersionsOnlyHere: texts,
  VersionsOnlyThere: texts,
  /** Versions of one id with two values. */
  VersionsInConflict: texts,
})

/** What the window shows of replication, and what to do after a store was lost. */
export const replicationOperations = {
  /** Replicas of the caller's account in all regions; with SecretId, of one secret of the caller's region. */
  'workbench:ListReplication': workbenchOperation(
    'reads',
    'unsealed',
    structure({ SecretId, ...page }),
    structure({ Replicas: required(list(Replica)), Targets: required(list(Target)), NextToken: string() }),
  ),
  /** Tries again at once: everything, what is for one region, or one secret of the caller's region. */
  'workbench:RetryReplication': workbenchOperation('writes', 'unsealed', structure({ SecretId, Region }), structure({ RetriedCount: required(integer()) })),
  /** Compares the caller's account in two regions, secret by secret: the drift check, and the question after a lost store came back. */
  'workbench:CompareRegions': workbenchOperation(
    'reads',
    'unsealed',
    structure({ Region: required(Region), OtherRegion: required(Region), OnlyDifferent: boolean(), ...page }),
    structure({ Secrets: required(list(Difference)), SameCount: required(integer()), NextToken: string() }),
  ),
  /**
   * Makes one primary of two secrets of one origin: that of KeepRegion stays as it is and gets every version that only the other has,
   * without labels; the other becomes its replica.
   */
  'workbench:ReuniteSecrets': workbenchOperation(
    'writes',
    'unsealed',
    structure({ KeepRegion: required(Region), OtherRegion: required(Region), SecretIds: required(list(SecretId, { min: 1, max: 10_000 })) }),
    structure({
      Secrets: required(
        list(structure({ SecretId: required(string()), Result: required(enumeration('reunited', 'refused')), Message: string(), AddedVersionCount: required(integer()) })),
      ),
    }),
  ),
  /** Makes every replica of the caller's account in a region independent, of one primary region or of all: to go on without it. */
  'workbench:PromoteRegion': workbenchOperation(
    'writes',
    'unsealed',
    structure({ Region: required(Region), PrimaryRegion: Region }),
    structure({ PromotedCount: required(integer()), ARNs: texts }),
  ),
  /** What would be left of the caller's account if a region's store were lost now. */
  'workbench:ReportRegionLoss': workbenchOperation(
    'reads',
    'unsealed',
    structure({ Region: required(Region) }),
    structure({
      Region: required(string()),
      Home: required(boolean()),
      SurvivingCount: required(integer()),
      StaleCount: required(integer()),
      LostCount: required(integer()),
      /** Customer keys of the region: what was encrypted with them elsewhere could not be decrypted any more. */
      CustomerKeyCount: required(integer()),
      Secrets: required(
        list(
          structure({
            ARN: required(string()),
            Name: required(string()),
            /** `whole`: a replica has everything. `stale`: a replica lacks the last changes. `lost`: there is no copy. */
            Fate: required(enumeration('whole', 'stale', 'lost')),
            /** The region whose copy is the newest. */
            SurvivesIn: string(),
            /** How old what survives is: since when changes wait for it. */
            AgeMs: integer(),
            VersionsLost: required(integer()),
          }),
        ),
      ),
    }),
  ),
} as const

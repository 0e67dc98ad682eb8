import { expect, test } from 'vitest'
import { catalog } from '../../shared/operations/catalog.ts'
import { catalogMembers, sdkMembers, sdkOperations } from './support/sdk-shapes.ts'

/** Members and operations are held against AWS's own declaration of them, as its JavaScript SDK carries it. */
const CALLED = Object.keys(catalog).filter((name) => !name.startsWith('workbench:'))

/** Members that AWS declares and Coffer does not, by the reason; `<` is what is sent, `>` what is answered. */
const LEFT_OUT: Readonly<Record<string, readonly RegExp[]>> = {
  'an on-demand rotation is done at once, so it never has a start that lies before its end': [/> OnDemandRotationStartDate$/],
  'material that is imported cannot be had yet: such a key waits for it': [/\.(ValidTo|ExpirationModel|ImportState|KeyMaterialDescription)$/],
  'keys lie in the vault: there are no custom key stores': [/> KeyMetadata\.(CustomKeyStoreId|CloudHsmClusterId|XksKeyConfiguration(\.Id)?)$/],
  'keys are of one Region': [/> KeyMetadata\.(MultiRegionConfiguration|PendingDeletionWindowInDays)/],
  'no key spec of Coffer encapsulates': [/> KeyMetadata\.EncapsulationAlgorithms$/],
  'answers for enclaves are refused': [/> CiphertextForRecipient$/],
  'a dry run always needs its ciphertext': [/< DryRunModifiers$/, /^missing < CiphertextBlob$/, /^added < CiphertextBlob\*$/],
  'grants are given to principals of IAM, not to AWS services': [
    /(Grantee|Retiring)ServicePrincipal$/,
    /Constraints\.SourceArn$/,
    /^missing < (Grantee|Retiring)Principal$/,
    /^added < (Grantee|Retiring)Principal\*$/,
  ],
  'sessions carry no context of other identity providers, and their tokens have one size': [/< ProvidedContexts/, /< MinimumSessionTokenSize$/, /> SessionToken(Utilization|Size)$/],
  'managed external secrets are other companies’': [/ExternalSecretRotation(Metadata|RoleArn)/],
}

const differencesOf = (name: string): readonly string[] => {
  const [theirs, ours] = [sdkMembers(name), catalogMembers(name)]
  return [...theirs.filter((member) => !ours.includes(member)).map((member) => `missing ${member}`), ...ours.filter((member) => !theirs.includes(member)).map((member) => `added ${member}`)]
}

test.each(CALLED)('%s has the members that AWS declares, and needs those that AWS needs', (name) => {
  const unexplained = differencesOf(name).filter((difference) => !Object.values(LEFT_OUT).flat().some((pattern) => pattern.test(difference)))
  expect(unexplained).toEqual([])
})

test('every reason for leaving something out still has something that is left out', () => {
  const differences = CALLED.flatMap(differencesOf)
  expect(Object.values(LEFT_OUT).flat().filter((pattern) => !differences.some((difference) => pattern.test(difference)))).toEqual([])
})

test('Coffer has every operation of Secrets Manager', () => {
  expect(CALLED.filter((name) => name.startsWith('secretsmanager:')).sort()).toEqual([...sdkOperations('secretsmanager')].sort())
})

test('the operations of KMS that Coffer does not have', () => {
  expect(sdkOperations('kms').map((name) => name.slice('kms:'.length)).filter((name) => !CALLED.includes(`kms:${name}`)).sort()).toEqual([
    'ConnectCustomKeyStore', 'CreateCustomKeyStore', 'Decapsulate', 'DeleteCustomKeyStore', 'DeleteImportedKeyMaterial', 'DeriveSharedSecret', 'DescribeCustomKeyStores',
    'DisconnectCustomKeyStore', 'Encapsulate', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'GenerateMac', 'GetKeyLastUsage', 'GetParametersForImport',
    'GetPublicKey', 'ImportKeyMaterial', 'ReplicateKey', 'Sign', 'UpdateCustomKeyStore', 'UpdatePrimaryRegion', 'Verify', 'VerifyMac',
  ])
})

import { boolean, enumeration, integer, list, map, required, string, structure, timestamp } from '../shape/define.ts'

/** Shapes that several KMS operations share. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Types.html */
export const KeyId = string({ min: 1, max: 2048 })
export const Marker = string({ min: 1, max: 1024 })
export const Limit = integer({ min: 1, max: 1000 })
export const GrantTokens = list(string({ min: 1, max: 8192 }), { max: 10 })
export const EncryptionContext = map(string())
export const EncryptionAlgorithm = enumeration('SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE')
export const Tags = list(structure({ TagKey: required(string({ min: 1, max: 128 })), TagValue: required(string({ max: 256 })) }))
export const KeySpec = enumeration(
  'RSA_2048', 'ECC_NIST_P384', 'ECC_NIST_P256', 'ECC_NIST_P521', 'HMAC_384', 'RSA_3072', 'ECC_SECG_P256K1', 'RSA_4096',
  'SYMMETRIC_DEFAULT', 'HMAC_256', 'HMAC_224', 'HMAC_512',
)
export const KeyUsage = enumeration('ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT')

/** A key as CreateKey and DescribeKey show it. */
export const KeyMetadata = structure({
  AWSAccountId: required(string()),
  KeyId: required(string()),
  Arn: required(string()),
  CreationDate: required(timestamp()),
  Enabled: required(boolean()),
  Description: required(string()),
  KeyUsage: required(string()),
  KeyState: required(string()),
  DeletionDate: timestamp(),
  Origin: required(string()),
  KeyManager: required(string()),
  CustomerMasterKeySpec: required(string()),
  KeySpec: required(string()),
  EncryptionAlgorithms: list(string()),
  SigningAlgorithms: list(string()),
  KeyAgreementAlgorithms: list(string()),
  MacAlgorithms: list(string()),
  MultiRegion: required(boolean()),
  CurrentKeyMaterialId: string(),
})

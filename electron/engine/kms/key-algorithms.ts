interface KeyAlgorithms {
  readonly EncryptionAlgorithms?: readonly string[]
  readonly SigningAlgorithms?: readonly string[]
  readonly KeyAgreementAlgorithms?: readonly string[]
  readonly MacAlgorithms?: readonly string[]
}

const SIGNING: readonly (readonly [family: string, algorithms: readonly string[]])[] = [
  [
    'RSA_',
    ['RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_384', 'RSASSA_PKCS1_V1_5_SHA_512', 'RSASSA_PSS_SHA_256', 'RSASSA_PSS_SHA_384', 'RSASSA_PSS_SHA_512'],
  ],
  ['ECC_NIST_P256', ['ECDSA_SHA_256']],
  ['ECC_NIST_P384', ['ECDSA_SHA_384']],
  ['ECC_NIST_P521', ['ECDSA_SHA_512']],
  ['ECC_SECG_P256K1', ['ECDSA_SHA_256']],
]

/**
 * The algorithms that a key's metadata lists, under the member of its usage.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html
 */
export function keyAlgorithms(keySpec: string, keyUsage: string): KeyAlgorithms {
  switch (keyUsage) {
    case 'SIGN_VERIFY':
      return { SigningAlgorithms: SIGNING.find(([family]) => keySpec.startsWith(family))?.[1] ?? [] }
    case 'KEY_AGREEMENT':
      return { KeyAgreementAlgorithms: ['ECDH'] }
    case 'GENERATE_VERIFY_MAC':
      return { MacAlgorithms: [keySpec.replace('HMAC_', 'HMAC_SHA_')] }
    default:
      return { EncryptionAlgorithms: keySpec === 'SYMMETRIC_DEFAULT' ? ['SYMMETRIC_DEFAULT'] : ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] }
  }
}

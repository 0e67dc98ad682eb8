interface TrustedTypePolicyFactoryLike {
  createPolicy(name: string, rules: { readonly createHTML: (text: string) => string | null }): unknown
}

/**
 * The page may set no markup from text, with one exception: emptying an element, as React Aria's live announcer does with
 * `innerHTML = ''`. Without it that line would throw inside React and take the screen down.
 */
const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypePolicyFactoryLike }
trustedTypes?.createPolicy('default', { createHTML: (text) => (text === '' ? '' : null) })

export {}

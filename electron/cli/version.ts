import packageFacts from '../../package.json' with { type: 'json' }

export const COFFER_VERSION: string = packageFacts.version

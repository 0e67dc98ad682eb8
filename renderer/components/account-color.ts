import type { WireOutput } from '../../shared/operations/catalog.ts'

type Account = WireOutput<'workbench:ListAccounts'>['Accounts'][number]

/** The colour of an account's stripe as a CSS value; null for accounts without one. */
export function accountColor(color: Account['Color'] | undefined): string | null {
  switch (color) {
    case 'red':
      return 'var(--red)'
    case 'amber':
      return 'var(--amber)'
    case 'green':
      return 'var(--accent)'
    case 'blue':
      return 'var(--blue)'
    case 'violet':
      return 'var(--violet)'
    default:
      return null
  }
}

/** `4471 2093 8816`, as AWS's console prints account ids. */
export function accountIdText(accountId: string): string {
  return accountId.replace(/(\d{4})(?=\d)/g, '$1 ')
}

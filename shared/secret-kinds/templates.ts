/** A ready form for a new secret. */
export interface SecretTemplate {
  readonly id: 'database' | 'api-key' | 'key-value' | 'text' | 'binary'
  readonly label: string
  readonly description: string
  /** Keys of the JSON object that the form starts with; empty for text and binary. */
  readonly fields: readonly TemplateField[]
}

export interface TemplateField {
  readonly key: string
  readonly initialValue: string
  readonly sensitive: boolean
  /** A number in the JSON, as AWS's own database secrets have for `port`. */
  readonly isNumber?: boolean
  readonly placeholder?: string
}

export interface DatabaseEngine {
  /** AWS's word, as its rotation functions check it. */
  readonly engine: string
  readonly label: string
  readonly port: number
}

/**
 * Engines and default ports of database secrets.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
 */
export const DATABASE_ENGINES: readonly DatabaseEngine[] = [
  { engine: 'postgres', label: 'PostgreSQL', port: 5432 },
  { engine: 'mysql', label: 'MySQL', port: 3306 },
  { engine: 'mariadb', label: 'MariaDB', port: 3306 },
  { engine: 'sqlserver', label: 'SQL Server', port: 1433 },
  { engine: 'oracle', label: 'Oracle', port: 1521 },
  { engine: 'db2', label: 'Db2', port: 50000 },
  { engine: 'mongo', label: 'MongoDB, DocumentDB', port: 27017 },
  { engine: 'redshift', label: 'Redshift', port: 5439 },
  { engine: 'redis', label: 'Redis', port: 6379 },
]

export const SECRET_TEMPLATES: readonly SecretTemplate[] = [
  {
    id: 'database',
    label: 'Database login',
    description: 'AWS’s keys for a database, ready for rotation',
    fields: [
      { key: 'engine', initialValue: 'postgres', sensitive: false },
      { key: 'host', initialValue: '', sensitive: false, placeholder: 'such as db.internal' },
      { key: 'port', initialValue: '5432', sensitive: false, isNumber: true },
      { key: 'username', initialValue: '', sensitive: false, placeholder: 'such as app' },
      { key: 'password', initialValue: '', sensitive: true },
      { key: 'dbname', initialValue: '', sensitive: false, placeholder: 'such as app' },
    ],
  },
  {
    id: 'api-key',
    label: 'API key',
    description: 'One key or token of a service',
    fields: [
      { key: 'url', initialValue: '', sensitive: false, placeholder: 'such as https://api.example.com' },
      { key: 'apiKey', initialValue: '', sensitive: true },
    ],
  },
  {
    id: 'key-value',
    label: 'Key/value',
    description: 'A JSON object with keys of your own',
    fields: [{ key: '', initialValue: '', sensitive: true }],
  },
  { id: 'text', label: 'Plain text', description: 'A certificate, a token or any other text', fields: [] },
  { id: 'binary', label: 'Binary', description: 'Bytes from a file', fields: [] },
]

/** The template of that id. */
export function findTemplate(id: SecretTemplate['id']): SecretTemplate {
  const template = SECRET_TEMPLATES.find((candidate) => candidate.id === id)
  if (template === undefined) throw new Error('Invariant broken: every template id is listed')
  return template
}

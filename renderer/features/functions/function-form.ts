import type { WireInput } from '../../../shared/operations/catalog.ts'
import type { FunctionFacts } from '../../store/functions.ts'
import { functionNameProblem } from './function-words.ts'

export interface VariableRow {
  readonly id: number
  readonly name: string
  readonly value: string
}

/** What is typed of a function. Values of variables may be secrets: keep it in a component. */
export interface FunctionForm {
  readonly name: string
  readonly codePath: string
  readonly runtime: 'nodejs' | 'python'
  readonly handler: string
  readonly description: string
  readonly timeoutSeconds: number
  readonly memoryMiB: number
  /** Empty for the account's `coffer-rotation`. */
  readonly roleArn: string
  readonly variables: readonly VariableRow[]
}

export const NEW_FUNCTION: FunctionForm = { name: '', codePath: '', runtime: 'python', handler: '', description: '', timeoutSeconds: 30, memoryMiB: 128, roleArn: '', variables: [] }

/** Names that the runner sets itself. Source: Lambda developer guide, "Defined runtime environment variables". */
const RESERVED = /^(?:AWS_|LAMBDA_|_HANDLER$|TZ$|PATH$|HOME$|TMPDIR$)/

export interface FormProblems {
  readonly name: string | null
  readonly codePath: string | null
  readonly handler: string | null
  readonly variables: string | null
}

/** What keeps a form from being sent; empty fields count only once `tried`. */
export function formProblems(form: FunctionForm, tried: boolean): FormProblems {
  const missing = (text: string, words: string): string | null => (text === '' && tried ? words : null)
  return {
    name: missing(form.name, 'Give it a name.') ?? functionNameProblem(form.name),
    codePath: missing(form.codePath, 'Choose the file or the folder of the code.') ?? (form.codePath !== '' && !/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(form.codePath) ? 'Give the whole path, from the root.' : null),
    handler: missing(form.handler, 'Say which function is called: file.function.') ?? (form.handler !== '' && !/^[^\s.]+(?:[./][^\s.]+)*\.[^\s.]+$/.test(form.handler) ? 'A handler is file.function, as in lambda_function.lambda_handler.' : null),
    variables: variablesProblem(form.variables),
  }
}

function variablesProblem(rows: readonly VariableRow[]): string | null {
  const names = rows.map((row) => row.name).filter((name) => name !== '')
  const reserved = names.find((name) => RESERVED.test(name))
  if (reserved !== undefined) return `${reserved} is set by Coffer itself, as Lambda does.`
  const wrong = names.find((name) => !/^[A-Za-z]\w*$/.test(name))
  if (wrong !== undefined) return `${wrong} is no name of a variable: letters, digits and _, a letter first.`
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? null : `${twice} is there twice.`
}

export function isFine(problems: FormProblems): boolean {
  return Object.values(problems).every((problem) => problem === null)
}

/** The request that a form means; every setting is named, so that it is also an update. */
export function settingsOf(form: FunctionForm): WireInput<'workbench:CreateFunction'> {
  return {
    FunctionName: form.name,
    Runtime: form.runtime,
    CodePath: form.codePath,
    Handler: form.handler,
    Description: form.description.trim(),
    Timeout: form.timeoutSeconds,
    MemorySize: form.memoryMiB,
    Role: form.roleArn,
    Environment: Object.fromEntries(form.variables.filter((row) => row.name !== '').map((row) => [row.name, row.value])),
  }
}

/** The form of a function that is there. */
export function formOf({ Function: item, Environment = {} }: FunctionFacts): FunctionForm {
  return {
    name: item.FunctionName,
    codePath: item.CodePath ?? '',
    runtime: item.Runtime === 'nodejs' ? 'nodejs' : 'python',
    handler: item.Handler ?? '',
    description: item.Description ?? '',
    timeoutSeconds: item.Timeout ?? NEW_FUNCTION.timeoutSeconds,
    memoryMiB: item.MemorySize ?? NEW_FUNCTION.memoryMiB,
    roleArn: item.Role ?? '',
    variables: Object.entries(Environment).map(([name, value], id) => ({ id, name, value })),
  }
}

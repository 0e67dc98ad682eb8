import { readResourceFolder } from '../functions/own/project-resources.ts'

/** Files of the beginning of a rotation function. */
export function functionTemplate(runtime: 'nodejs' | 'python'): readonly { readonly name: string; readonly bytes: Buffer }[] {
  return readResourceFolder('function-templates', runtime)
}

import { expect, it } from 'vitest'
import { installedCommand } from '../../electron/cli/installed-command.ts'

it.each([
  [['coffer', 'get', 'app/db', '--key', 'password'], ['get', 'app/db', '--key', 'password']],
  [['coffer', 'serve', '--vault', '/v'], ['serve', '--vault', '/v']],
  [['coffer', 'help'], ['help']],
  [['coffer', '--version'], ['--version']],
  [['coffer'], null],
  [['coffer', '--inspect'], null],
  [['coffer', '/home/me/get'], null],
  [['coffer', 'coffer://unlock'], null],
])('%j of an installed app means the command line %j', (argv, words) => {
  expect(installedCommand(argv)).toEqual(words)
})

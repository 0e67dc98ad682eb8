import type { Import, SourceFile } from './source-files.ts'

/** What the files of an area may import; whatever is not listed is refused. */
interface AreaRule {
  /** Path prefix of the area; the longest that fits decides. */
  readonly area: string
  /** Prefixes of project files that may be imported at run time. */
  readonly files: readonly string[]
  /** Further prefixes that may be imported as types only. */
  readonly types?: readonly string[]
  /** Packages and built-ins; `node:*` stands for all built-ins. */
  readonly packages: readonly string[]
  readonly never?: readonly string[]
  readonly because: string
}

const SOCKETS = ['node:net', 'node:http', 'node:https', 'node:http2', 'node:tls', 'node:dgram', 'node:child_process', 'node:cluster', 'node:vm', 'node:inspector']

/** The walls between the parts, as design and brief have them. Left may import right; all else is an error. */
export const RULES: readonly AreaRule[] = [
  { area: 'shared/', files: ['shared/'], packages: ['zod', 'yaml'], because: 'shared code runs in browser and Node and imports nothing but itself' },
  {
    area: 'electron/engine/',
    files: ['electron/engine/', 'shared/'],
    packages: ['node:*', 'better-sqlite3'],
    never: [...SOCKETS, 'node:timers', 'node:timers/promises', 'node:perf_hooks', 'node:process', 'node:os'],
    because: 'the engine opens no socket and has no ambient state',
  },
  { area: 'electron/engine/crypto/', files: ['electron/engine/crypto/', 'shared/'], packages: ['node:crypto', 'node:buffer', 'node:util'], because: 'crypto is bytes in, bytes out' },
  { area: 'electron/engine/policy/', files: ['electron/engine/policy/', 'shared/'], packages: ['node:crypto', 'node:net', 'node:buffer'], because: 'policy evaluation is pure' },
  {
    area: 'electron/engine/storage/',
    files: ['electron/engine/storage/', 'electron/engine/crypto/', 'electron/engine/seal/', 'shared/'],
    types: ['electron/engine/host.ts'],
    packages: ['node:*', 'better-sqlite3'],
    never: SOCKETS,
    because: 'storage sees ciphertext only and knows no service',
  },
  { area: 'electron/host/', files: ['electron/host/', 'shared/'], types: ['electron/engine/host.ts'], packages: ['node:*', 'keytar', '@node-rs/argon2', '@zxcvbn-ts/*'], because: 'host implements engine/host.ts' },
  { area: 'electron/endpoint/', files: ['electron/endpoint/', 'electron/engine/caller.ts', 'shared/'], types: ['electron/engine/'], packages: ['node:*'], because: 'a door is thin and knows the engine by its types' },
  { area: 'electron/functions/', files: ['electron/functions/', 'shared/'], types: ['electron/engine/'], packages: ['node:*', 'pg', 'mysql2', 'mysql2/*', 'mongodb', 'tedious', 'oracledb', 'ioredis'], because: 'functions reach secrets only as a caller' },
  { area: 'electron/bridge/', files: ['electron/bridge/', 'shared/'], types: ['electron/engine/'], packages: ['node:*', '@aws-sdk/*', '@smithy/*'], because: 'the bridge is a caller like any other' },
  {
    area: 'electron/cli/',
    files: ['electron/cli/', 'electron/core/', 'electron/host/', 'electron/engine/caller.ts', 'shared/', 'package.json'],
    types: ['electron/engine/'],
    packages: ['node:*', 'zod'],
    because: 'the command line is a door',
  },
  {
    area: 'electron/core/',
    files: ['electron/core/', 'electron/engine/', 'electron/endpoint/', 'electron/cli/', 'electron/host/', 'electron/functions/', 'electron/bridge/', 'shared/'],
    packages: ['node:*'],
    because: 'the core is built here, and imports no Electron',
  },
  { area: 'electron/ipc/', files: ['electron/ipc/', 'electron/settings/', 'shared/'], packages: ['electron', 'zod', 'node:*'], because: 'the window’s door passes data on' },
  { area: 'electron/windows/', files: ['electron/windows/', 'shared/'], packages: ['electron', 'node:*'], because: 'windows know neither core nor channels' },
  { area: 'electron/settings/', files: ['electron/settings/', 'shared/'], packages: ['electron', 'zod', 'node:*'], because: 'settings know only themselves' },
  { area: 'electron/shell/', files: ['electron/shell/', 'electron/settings/', 'shared/'], types: ['electron/ipc/app-channels.ts'], packages: ['electron', 'node:*'], because: 'the shell holds no key and builds no core' },
  { area: 'electron/preload/', files: ['electron/ipc/channel-names.ts', 'shared/'], packages: ['electron'], because: 'the preload is one small sandboxed file' },
  {
    area: 'electron/compose.ts',
    files: ['electron/ipc/', 'electron/windows/', 'electron/settings/', 'electron/shell/', 'electron/core/sqlite-binding.ts', 'electron/core/no-core-dumps.ts', 'shared/'],
    packages: ['electron', 'node:*'],
    because: 'main never holds a key: the core is another process',
  },
  { area: 'electron/main.ts', files: ['electron/compose.ts', 'electron/settings/', 'electron/windows/', 'electron/cli/command-line.ts', 'electron/cli/installed-command.ts', 'electron/cli/terminal.ts'], packages: ['electron'], because: 'main only starts and ends' },
  {
    area: 'renderer/',
    files: ['renderer/', 'shared/'],
    packages: ['react', 'react/*', 'react-dom', 'react-dom/*', 'react-aria-components', 'react-aria-components/*', 'zustand', 'zustand/*', 'lucide-react', 'lucide-react/*', '@tanstack/react-virtual', '@codemirror/*', '@lezer/*', 'diff', 'yaml', 'papaparse', '@fontsource-variable/*', '@zxcvbn-ts/language-common'],
    because: 'the window reaches the vault through window.coffer alone',
  },
]

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

function startsWithAny(file: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => file.startsWith(prefix))
}

/** The rule of the longest area that holds the file; null for a file that no rule knows, which is an error too. */
export function ruleFor(file: string): AreaRule | null {
  return RULES.filter((rule) => file.startsWith(rule.area)).sort((a, b) => b.area.length - a.area.length)[0] ?? null
}

function refusal(rule: AreaRule, found: Import): string | null {
  if (found.file !== null) {
    if (startsWithAny(found.file, rule.files)) return null
    if (startsWithAny(found.file, rule.types ?? [])) return found.typeOnly ? null : 'as a value; a type import is allowed'
    return ''
  }
  if (rule.never?.includes(found.specifier) === true && !found.typeOnly) return ''
  return rule.packages.some((pattern) => fits(found.specifier, pattern)) ? null : ''
}

/** One line for each import that crosses a wall. */
export function importViolations(source: SourceFile): readonly string[] {
  const rule = ruleFor(source.path)
  if (rule === null) return [`${source.path} lies in no known area: add a rule for it in import-rules.ts`]
  return source.imports.flatMap((found) => {
    const refused = refusal(rule, found)
    return refused === null ? [] : [`${source.path} imports ${found.file ?? found.specifier} ${refused}(${rule.because})`]
  })
}

/** Walls inside the window: features do not know each other, parts below do not know parts above. */
export function rendererViolations(source: SourceFile): readonly string[] {
  const feature = /^renderer\/features\/([^/]+)\//.exec(source.path)?.[1]
  const below: Readonly<Record<string, readonly string[]>> = {
    'renderer/api/': ['renderer/api/'],
    'renderer/store/': ['renderer/api/', 'renderer/store/', 'renderer/hooks/'],
    'renderer/hooks/': ['renderer/api/', 'renderer/store/', 'renderer/hooks/'],
    'renderer/components/': ['renderer/api/', 'renderer/components/', 'renderer/hooks/', 'renderer/store/', 'renderer/commands/', 'renderer/styles/'],
  }
  const allowed = Object.entries(below).find(([area]) => source.path.startsWith(area))?.[1]
  return source.imports.flatMap((found) => {
    if (found.file === null || !found.file.startsWith('renderer/')) return []
    const other = /^renderer\/features\/([^/]+)\//.exec(found.file)?.[1]
    if (feature !== undefined && other !== undefined && other !== feature) return [`${source.path} imports ${found.file} (features do not import each other)`]
    if (allowed !== undefined && !startsWithAny(found.file, allowed)) return [`${source.path} imports ${found.file} (${source.path.split('/').slice(0, 2).join('/')} lies below it)`]
    return []
  })
}

// Runs every check and suite and adds their counts up; the last line is `N passed, N failed, N skipped`.
// Usage: node scripts/test.mjs [--check]   (--check leaves out the suites that drive the app or a database)
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { build } from './build.mjs'
import { startKeyring } from './desktop.mjs'
import { offerMySql } from './setup/mysql-server.mjs'
import { projectEnvironment, projectNode, ROOT } from './setup/places.mjs'
import { seconds, SetupError } from './setup/steps.mjs'
import { offerSystemPackages } from './setup/system-packages.mjs'
import { setUp } from './setup.mjs'
import { skipProblems } from './skip-reasons.mjs'

const onlyCheck = process.argv.includes('--check')
const total = { passed: 0, failed: 0, skipped: [] }

/** Runs a program with its output shown; resolves with its exit code. */
function runShown(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

const tool = (...parts) => path.join(ROOT, 'node_modules', ...parts)
const node = (args, env = {}) => runShown(projectNode(), args, projectEnvironment(env))

/** One check that passes or fails as a whole. */
async function check(title, run) {
  const startedAt = performance.now()
  console.log(`\n— ${title}`)
  const code = await run()
  if (code === 0) total.passed += 1
  else total.failed += 1
  console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${title} (${seconds(startedAt)})`)
}

/** A suite that writes its counts as JSON; a suite that ends without a report, or ran nothing, has failed. */
async function suite(title, run, readCounts) {
  const startedAt = performance.now()
  console.log(`\n— ${title}`)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'coffer-test-'))
  const report = path.join(folder, 'report.json')
  try {
    const code = await run(report)
    const counts = existsSync(report) ? readCounts(JSON.parse(await readFile(report, 'utf8'))) : { passed: 0, failed: 0, skipped: [] }
    if (code !== 0 && counts.failed === 0) counts.failed = 1
    if (counts.passed + counts.failed + counts.skipped.length === 0) counts.failed = 1
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped.push(...counts.skipped)
    console.log(`${title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped (${seconds(startedAt)})`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function hasTests(folder, ending) {
  const names = await readdir(path.join(ROOT, folder), { recursive: true }).catch(() => [])
  return names.some((name) => name.endsWith(ending))
}

/** Playwright's JSON: a tree of suites; each test has a status and the reason of its skip in its annotations. */
function countPlaywright(report) {
  const counts = { passed: 0, failed: 0, skipped: [] }
  const visit = (node) => {
    for (const child of node.suites ?? []) visit(child)
    for (const spec of node.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'skipped') {
          const reason = test.annotations.find((note) => note.type === 'skip' || note.type === 'fixme')?.description
          counts.skipped.push({ name: `${spec.file}: ${spec.title}`, reason })
        } else if (test.status === 'flaky') {
          counts.passed += 1
          console.log(`passed at its second try: ${spec.file}: ${spec.title}`)
        } else if (test.status === 'expected') counts.passed += 1
        else counts.failed += 1
      }
    }
  }
  visit(report)
  counts.failed += (report.errors ?? []).length
  return counts
}

async function main() {
  await setUp({ needs: onlyCheck ? ['window'] : ['window', 'display', 'keyring'] })
  await check('types', () => node([path.join('scripts', 'check-types.mjs')]))
  await check('lint', () => node([tool('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings']))

  // The app tests start a display, a bus and a keyring each: clipboard, focus and idle time are not shared.
  const keyring = !onlyCheck && process.platform === 'linux' ? await startKeyring() : null
  try {
    if (!onlyCheck) await offerSystemPackages(['functions'])
    await suite(
      'unit and integration tests',
      (report) => node([tool('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=./scripts/vitest-counts.mjs'], { ...keyring?.environment, COFFER_TEST_REPORT: report }),
      (report) => report,
    )
    if (!onlyCheck) {
      await offerSystemPackages(['databases'])
      await offerMySql()
      await suite(
        'database tests',
        (report) => node([tool('vitest', 'vitest.mjs'), 'run', '--config', 'vitest.databases.config.ts', '--reporter=default', '--reporter=./scripts/vitest-counts.mjs'], { COFFER_TEST_REPORT: report }),
        (report) => report,
      )
    }
    if (!onlyCheck && (await hasTests('test/app', '.spec.ts'))) {
      await build()
      await suite(
        'app tests',
        (report) => node([tool('@playwright', 'test', 'cli.js'), 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
        countPlaywright,
      )
    }
  } finally {
    await keyring?.stop()
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof SetupError ? `\n${error.message}` : error)
  total.failed += 1
}
const problems = await skipProblems(total.skipped)
for (const { name, reason } of total.skipped) console.log(`skipped: ${name} (${reason ?? 'no reason given'})`)
if (process.env.CI === 'true') {
  for (const problem of problems) console.error(`not allowed in CI: ${problem}`)
  total.failed += problems.length
}
if (total.failed > 0 || total.passed === 0) process.exitCode = 1
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`)

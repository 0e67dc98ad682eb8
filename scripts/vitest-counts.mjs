// A vitest reporter that writes the counts and each skip's reason to the file named by COFFER_TEST_REPORT.
import { writeFileSync } from 'node:fs'

/* oxlint-disable import/no-default-export -- vitest loads a reporter by its default export */
export default class CountsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] }
    for (const module of modules) {
      let ran = 0
      for (const test of module.children.allTests()) {
        const result = test.result()
        ran += 1
        if (result.state === 'passed') counts.passed += 1
        else if (result.state === 'skipped') counts.skipped.push({ name: `${module.relativeModuleId}: ${test.fullName}`, reason: result.note })
        else counts.failed += 1
      }
      // A file that could not be loaded has no tests to fail.
      if (ran === 0 || module.errors().length > 0) counts.failed += 1
    }
    writeFileSync(process.env.COFFER_TEST_REPORT, JSON.stringify(counts))
  }
}

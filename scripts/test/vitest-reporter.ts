import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import type { FailedTest } from './failed-tests.ts';
import { reasonOf } from './reason.ts';

/** Where it writes to. */
export const FAILED_TESTS_FILE = 'RINGSIDE_FAILED_TESTS_FILE';

/** Tells Vitest's failures with the errors inside of errors, and what went wrong outside of every test. */
export default class implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], outside: readonly SerializedError[]): void {
    const failed = [
      ...modules.flatMap(failedIn),
      ...outside.map((error) => ({ name: 'outside of a test', why: reasonOf(error) })),
    ];
    writeFileSync(process.env[FAILED_TESTS_FILE] ?? '', JSON.stringify(failed));
  }
}

function failedIn(module: TestModule): FailedTest[] {
  const suites = [module, ...module.children.allSuites()];
  const around = suites.flatMap((suite) =>
    suite.errors().map((error) => ({
      name: suite.type === 'module' ? module.moduleId : `${module.moduleId} › ${suite.fullName}`,
      why: reasonOf(error),
    })),
  );
  const tests = [...module.children.allTests('failed')].map((test) => ({
    name: `${module.moduleId} › ${test.fullName}`,
    why: (test.result().errors ?? []).map((error) => reasonOf(error)).join('\n'),
  }));
  return [...around, ...tests];
}

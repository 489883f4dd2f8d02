import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/** A test that failed, and the first lines of why. */
export interface FailedTest {
  readonly name: string;
  readonly why: string;
}

const MAX_LINES = 12;
// eslint-disable-next-line no-control-regex
const COLOURS = /\u{1b}\[[0-9;]*m/gu;

const vitestReport = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.optional(v.string(), ''),
      assertionResults: v.array(
        v.object({
          fullName: v.string(),
          status: v.string(),
          failureMessages: v.nullish(v.array(v.string())),
        }),
      ),
    }),
  ),
});

/** What Vitest's `json` reporter wrote; a file that could not even be read counts as one test. @throws when it cannot be read */
export function failedInVitest(path: string): FailedTest[] {
  return read(path, vitestReport).testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && file.status === 'failed') return [failedTest(file.name, file.message)];
    return failed.map(({ fullName, failureMessages }) =>
      failedTest(`${file.name} › ${fullName}`, failureMessages?.join('\n') ?? ''),
    );
  });
}

interface Suite {
  readonly title: string;
  readonly specs: readonly v.InferOutput<typeof spec>[];
  readonly suites?: readonly Suite[] | undefined;
}
const message = v.object({ message: v.optional(v.string(), '') });
const spec = v.object({
  title: v.string(),
  ok: v.boolean(),
  tests: v.array(v.object({ results: v.array(v.object({ errors: v.optional(v.array(message), []) })) })),
});
const suite: v.GenericSchema<unknown, Suite> = v.object({
  title: v.string(),
  specs: v.array(spec),
  suites: v.optional(v.array(v.lazy(() => suite))),
});
const playwrightReport = v.object({ suites: v.array(suite), errors: v.array(message) });

/** What Playwright's `json` reporter wrote. @throws when it cannot be read */
export function failedInPlaywright(path: string): FailedTest[] {
  const { suites, errors } = read(path, playwrightReport);
  return [
    ...errors.map((error) => failedTest('outside of a test', error.message)),
    ...suites.flatMap((one) => failedIn(one, [])),
  ];
}

function failedIn({ title, specs, suites = [] }: Suite, above: readonly string[]): FailedTest[] {
  const path = [...above, title];
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ title: name, tests }) => {
      const errors = tests.flatMap(({ results }) => results).flatMap((result) => result.errors);
      return failedTest([...path, name].join(' › '), errors.map((error) => error.message).join('\n'));
    });
  return [...own, ...suites.flatMap((one) => failedIn(one, path))];
}

function failedTest(name: string, why: string): FailedTest {
  return { name, why: why.replaceAll(COLOURS, '').split('\n').slice(0, MAX_LINES).join('\n') };
}

function read<Schema extends v.GenericSchema>(path: string, schema: Schema): v.InferOutput<Schema> {
  return v.parse(schema, JSON.parse(readFileSync(path, 'utf8')));
}

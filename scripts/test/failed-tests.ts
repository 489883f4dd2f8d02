import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { shortened } from './reason.ts';

/** A test that failed, and why. */
export interface FailedTest {
  readonly name: string;
  readonly why: string;
}

const failedTests = v.array(v.object({ name: v.string(), why: v.string() }));

/** What our reporter for Vitest wrote. @throws when it cannot be read */
export function failedInVitest(path: string): FailedTest[] {
  return read(path, failedTests);
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
    ...errors.map((error) => ({ name: 'outside of a test', why: shortened(error.message) })),
    ...suites.flatMap((one) => failedIn(one, [])),
  ];
}

function failedIn({ title, specs, suites = [] }: Suite, above: readonly string[]): FailedTest[] {
  const path = [...above, title];
  const own = specs
    .filter(({ ok }) => !ok)
    .map(({ title: name, tests }) => {
      const errors = tests.flatMap(({ results }) => results).flatMap((result) => result.errors);
      return {
        name: [...path, name].join(' › '),
        why: errors.map((error) => shortened(error.message)).join('\n'),
      };
    });
  return [...own, ...suites.flatMap((one) => failedIn(one, path))];
}

function read<Schema extends v.GenericSchema>(path: string, schema: Schema): v.InferOutput<Schema> {
  return v.parse(schema, JSON.parse(readFileSync(path, 'utf8')));
}

import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const TESTS = join(import.meta.dirname, '..');

/** What is compared with moments of the same story only, or comes with a clock that stands still there. */
const RELATIVE = [
  'relay/intake.test.ts',
  'relay/internal-calls.test.ts',
  'relay/postgres/flood.test.ts',
  'relay/routing.test.ts',
  'relay/topics.test.ts',
  'unit/renderer/field-places.test.ts',
];

const LATER = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ClassBody']);

test('no test looks at the clock when its file is loaded: on a busy machine that is minutes before it runs', () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll(sep, '/'))
    .filter((name) => /\.(test|spec)\.ts$/.test(name));
  expect(files.length).toBeGreaterThan(300);
  const looking = files.filter((name) => looksAtLoad(readFileSync(join(TESTS, name), 'utf8')));
  expect(looking.sort()).toEqual(RELATIVE);
});

test.each([
  ['const AT = Date.now() - 5;', true],
  ['const AT = { at: new Date().toISOString() };', true],
  ['const started = performance.now();', true],
  ["describe('x', () => { const NOW = Date.now(); });", true],
  ["describe.skipIf(no).each(all)('x', () => { it.each([[new Date()]])('y', () => {}); });", true],
  ['const at = () => Date.now();', false],
  ["test('x', () => { expect(Date.now()).toBe(1); });", false],
  ["describe('x', () => { it('y', () => { const at = new Date(); }); });", false],
  ['class Played { at = Date.now(); }', false],
  ["const AT = new Date('2026-01-01');", false],
])('%s: %s', (text, looks) => {
  expect(looksAtLoad(text)).toBe(looks);
});

/** @throws when it cannot be parsed */
function looksAtLoad(text: string): boolean {
  const { program, errors } = parseSync('some.test.ts', text);
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return looks(program);
}

function looks(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(looks);
  if (typeof node !== 'object' || node === null) return false;
  const { type } = node as { type?: unknown };
  if (typeof type === 'string' && LATER.has(type)) return false;
  if (isClock(node as Call) || bodiesOfSuite(node as Call).some(looks)) return true;
  return Object.values(node).some(looks);
}

interface Call {
  readonly type?: string;
  readonly name?: string;
  readonly callee?: Call;
  readonly object?: Call;
  readonly property?: Call;
  readonly arguments?: readonly (Call & { readonly body?: unknown })[];
}

function isClock({ type, callee, arguments: given }: Call): boolean {
  if (type === 'NewExpression') return callee?.name === 'Date' && given?.length === 0;
  if (type !== 'CallExpression' || callee?.property?.name !== 'now') return false;
  return callee.object?.name === 'Date' || callee.object?.name === 'performance';
}

/** What `describe` is given runs when the file is loaded. */
function bodiesOfSuite({ type, callee, arguments: given }: Call): unknown[] {
  if (type !== 'CallExpression' || rootOf(callee)?.name !== 'describe') return [];
  return (given ?? []).map(({ body }) => body);
}

function rootOf(callee: Call | undefined): Call | undefined {
  return callee?.callee === undefined && callee?.object === undefined
    ? callee
    : rootOf(callee.callee ?? callee.object);
}

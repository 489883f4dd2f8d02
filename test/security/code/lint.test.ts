import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';
import { RULES, type Rule } from './rules.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const APP = ['src-main', 'src-renderer', 'src-shared'];
const RELAY = 'src-relay';

interface Source {
  readonly path: string;
  readonly text: string;
}

const sources: readonly Source[] = [...APP, RELAY].flatMap((tree) =>
  readdirSync(join(ROOT, tree), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|html|css)$/.test(name))
    .map((name) => join(ROOT, tree, name))
    .map((path) => ({
      path: relative(ROOT, path).replaceAll(sep, '/'),
      text: withoutComments(readFileSync(path, 'utf8')),
    })),
);

/** A comment may say what is not done. An address in a text is no comment. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

const catches = ({ pattern }: Rule, text: string): boolean => pattern.test(text);

test.each(RULES)('$name', (rule) => {
  for (const bad of rule.bad) expect([bad, catches(rule, bad)]).toEqual([bad, true]);
  for (const good of rule.good ?? []) expect([good, catches(rule, good)]).toEqual([good, false]);
  const found = sources
    .filter(({ path, text }) => (rule.relayToo === true || !path.startsWith(RELAY)) && catches(rule, text))
    .map(({ path }) => path);
  const allowed = Object.keys(rule.allowed ?? {});
  expect(found.filter((path) => !allowed.includes(path))).toEqual([]);
  // A permission that nobody needs any more is taken back.
  const there = allowed.filter((path) => existsSync(join(ROOT, path)));
  expect(there.filter((path) => !found.includes(path))).toEqual([]);
});

test('the rules look at every file of the app, and at what is in it', () => {
  expect(sources.length).toBeGreaterThan(500);
  expect(sources.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['src-main/main.ts', 'src-renderer/pop.html', 'src-shared/ipc/contract.ts']),
  );
  expect(withoutComments("const a = 'https://x'; // eval(x)\n/* eval(y) */")).toBe(
    "const a = 'https://x'; \n",
  );
});

test('the installer of Windows registers our links as N26 says, too', () => {
  const script = readFileSync(join(ROOT, 'build/windows/installer.nsh'), 'utf8');
  const commands = script.split('\n').filter((line) => line.includes('shell\\open\\command'));
  expect(commands).toHaveLength(1);
  for (const command of commands) expect(command).toContain('" "--" "%1"');
});

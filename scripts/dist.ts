import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as v from 'valibot';
import { runBuilder } from './dist/builder.ts';
import { lookAtMachine } from './dist/machine.ts';
import { readDistOptions } from './dist/options.ts';
import { planTargets } from './dist/targets.ts';
import type { Electron } from './setup/electron.ts';
import { ROOT } from './setup/places.mjs';
import { say } from './setup/problem.mjs';

/** Packages the app in every way that this machine can, and says what it cannot. Resolves with the exit code. */
export async function packageApp(electron: Electron, args: readonly string[]): Promise<number> {
  const options = readDistOptions(args);
  const plan = planTargets(await lookAtMachine(), options.targets);
  const output = resolve(ROOT, options.output);
  await runBuilder({
    electron,
    builds: plan.builds,
    output,
    version: await versionOf(options.release),
    release: options.release,
    releaseInfo: options.releaseInfo,
    fast: !options.release,
  });
  for (const { what, why } of plan.leftOut) say(`not built: ${what}: ${why}`);
  return 0;
}

async function versionOf(release: boolean): Promise<string> {
  const text = await readFile(join(ROOT, 'package.json'), 'utf8');
  const { version } = v.parse(v.object({ version: v.string() }), JSON.parse(text));
  return release ? version : `${version}-dev`;
}

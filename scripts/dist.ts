import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import * as v from 'valibot';
import { runBuilder } from './dist/builder.ts';
import { uncommittedFiles } from './dist/checkout.ts';
import { lookAtMachine } from './dist/machine.ts';
import { readDistOptions } from './dist/options.ts';
import { whyNoRelease } from './dist/release-rules.ts';
import { signingOf } from './dist/signing.ts';
import { planTargets, type Machine, type Plan } from './dist/targets.ts';
import type { Electron } from './setup/electron.ts';
import { canInstall, installLibraries } from './setup/libraries.ts';
import { ROOT } from './setup/places.mjs';
import { Problem, say } from './setup/problem.mjs';

/**
 * Packages the app in every way that this machine can, and says what it cannot. Resolves with the exit code.
 * @throws {Problem} usage; refused, when one was asked for and this would be none
 */
export async function packageApp(electron: Electron, args: readonly string[]): Promise<number> {
  const options = readDistOptions(args);
  const plan = planTargets(await readyMachine(), options.targets);
  const about = await readPackage();
  const faults = whyNoRelease({
    plan,
    electron,
    pinnedElectron: about.devDependencies.electron,
    uncommitted: uncommittedFiles(),
    unsigned: signingOf(process.platform, process.env).missing,
    homepage: about.homepage,
    maintainer: about.author.email,
  });
  if (options.release && faults.length > 0)
    throw new Problem('refused', `this would be no release:\n${faults.map((why) => `  ${why}`).join('\n')}`);
  const output = resolve(ROOT, options.output);
  if (plan.builds.length > 0) {
    await runBuilder({
      electron,
      builds: plan.builds,
      output,
      version: options.release ? about.version : `${about.version}-dev`,
      release: options.release,
      releaseInfo: options.releaseInfo,
      fast: !options.release,
    });
  }
  sumUp(plan, relative(ROOT, output));
  if (!options.release)
    say('these are for development and tests: npm run dist -- --release says what is missing');
  return plan.builds.length > 0 ? 0 : 1;
}

/** This machine, with what root can have installed of what is missing; else the plan says what is. */
async function readyMachine(): Promise<Machine> {
  const machine = await lookAtMachine();
  if (machine.githubAnswers || !canInstall()) return machine;
  installLibraries(['packages']);
  return await lookAtMachine();
}

function sumUp({ builds, leftOut }: Plan, output: string): void {
  for (const { target, architecture, standInRuntime } of builds) {
    const note = standInRuntime
      ? ': with a stand-in for its runtime, FOR TESTS ONLY (the real one comes from GitHub, which is out of reach)'
      : '';
    say(`built: ${target === 'dir' ? 'unpacked' : target} (${architecture}) in ${output}/${note}`);
  }
  for (const { what, why } of leftOut) say(`not built: ${what}: ${why}`);
}

async function readPackage() {
  return v.parse(
    v.object({
      version: v.string(),
      homepage: v.string(),
      author: v.object({ email: v.string() }),
      devDependencies: v.object({ electron: v.string() }),
    }),
    JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')),
  );
}

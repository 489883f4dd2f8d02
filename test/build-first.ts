import { buildIfStale } from '../scripts/setup/build.ts';

/** Vitest calls it once before everything: what is tested is built from these very sources. */
export async function setup(): Promise<void> {
  await buildIfStale();
}

import { spawnSync } from 'node:child_process';

/**
 * MiB of one half of V8's young generation, whatever the machine. V8 goes by the machine's memory: 1 with 512 MiB, which
 * costs an event a fifth more CPU; 64 with 4 GiB, room that a rush of connections fills once and that is not given back.
 * This much costs an event no more CPU than that (docs/benchmarks.md), and its collections hold the event loop for less.
 * Source: https://nodejs.org/docs/latest-v24.x/api/cli.html#--max-semi-space-sizesize-in-mib
 */
const HALF_MB = 16;
const FLAG = /--max[-_]semi[-_]space[-_]size/;

/**
 * Makes this process the same one with a bounded young generation; returns when it is one, and where the system cannot
 * replace a process (Windows) or refuses to. V8 reads this flag only when it starts, so the alternative would be a flag in
 * every unit, image and script that starts a relay. One that is set there, or in NODE_OPTIONS, stays.
 */
export function boundYoungGeneration(): void {
  const given = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''];
  if (given.some((option) => FLAG.test(option))) return;
  if (process.platform === 'win32' || process.execve === undefined) return;
  const flags = [`--max-semi-space-size=${HALF_MB}`, ...process.execArgv];
  try {
    // A replacement that fails ends the process, so it is tried in another one first: 10 ms.
    if (spawnSync(process.execPath, [...flags, '--version'], { stdio: 'ignore' }).status !== 0) return;
    process.execve(process.execPath, [process.execPath, ...flags, ...process.argv.slice(1)], process.env);
  } catch {
    // Node's permission model allows no other program: the relay runs with V8's own size.
  }
}

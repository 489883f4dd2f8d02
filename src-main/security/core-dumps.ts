import { writeFileSync } from 'node:fs';

/**
 * What a crash leaves on this machine (a core dump, which many systems collect) holds none of a process's memory: that has
 * names, numbers and the token in it. Processes that it starts later inherit that. Linux only; where it is not possible
 * nothing happens.
 * Source: core(5), "Controlling which mappings are written to the core dump"
 */
export function keepMemoryOutOfCoreDumps(pids: readonly (number | 'self')[]): void {
  if (process.platform !== 'linux') return;
  for (const pid of pids) {
    try {
      writeFileSync(`/proc/${pid}/coredump_filter`, '0');
    } catch {
      // A process in a sandbox of its own may not be written to, and leaves no core dump either.
    }
  }
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * What a crash leaves on this machine (a core dump, which many systems collect) holds none of the memory of this process and
 * of those that it has started: names, numbers and the token are in it. Processes that these start later inherit that. Linux
 * only; where it is not possible nothing happens.
 * Source: core(5), "Controlling which mappings are written to the core dump"
 */
export function keepMemoryOutOfCoreDumps(): void {
  if (process.platform !== 'linux') return;
  // Chromium makes what starts the pages' processes before any code of ours runs.
  for (const pid of [process.pid, ...startedBy(process.pid)]) {
    try {
      writeFileSync(`/proc/${pid}/coredump_filter`, '0');
    } catch {
      // A process in a sandbox of its own may not be written to, and leaves no core dump either.
    }
  }
}

function startedBy(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').match(/\d+/g) ?? [])
      .flatMap((child) => [Number(child), ...startedBy(Number(child))]);
  } catch {
    return [];
  }
}

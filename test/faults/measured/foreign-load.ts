import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Kernel clock ticks per second; fixed on Linux: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS = 100;

/**
 * Starts to look at who uses the processors. The function it gives says what share of them, 0 to 1, went since then to
 * programs that are neither this one, its children that have ended, nor `ours`; NaN where there is no /proc.
 */
export function foreignLoad(ours: readonly number[]): () => number {
  const startedAt = performance.now();
  const start = foreignTicks(ours);
  return () => {
    const seconds = (performance.now() - startedAt) / 1000;
    return Math.max(0, foreignTicks(ours) - start) / TICKS / seconds / cpus().length;
  };
}

function foreignTicks(ours: readonly number[]): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = numbersIn(
    '/proc/stat',
    'cpu ',
  );
  const own = numbersIn(`/proc/${process.pid}/stat`, ') ').slice(11, 15);
  const theirs = ours.flatMap((pid) => numbersIn(`/proc/${pid}/stat`, ') ').slice(11, 13));
  return user + nice + system + irq + softirq + steal - [...own, ...theirs].reduce((sum, n) => sum + n, 0);
}

/** The numbers of the first line, after `mark`; what is none is NaN. After a process's name come state, then numbers. */
function numbersIn(file: string, mark: string): number[] {
  try {
    const [line = ''] = readFileSync(file, 'utf8').split('\n');
    return line
      .slice(line.lastIndexOf(mark) + mark.length)
      .trim()
      .split(/\s+/)
      .map(Number);
  } catch {
    return [Number.NaN];
  }
}

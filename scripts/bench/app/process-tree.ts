import { readdirSync, readFileSync } from 'node:fs';

/** What a process and everything it started have used. Linux only. */
export interface TreeUse {
  /** Seconds of processor time, in user and system mode. */
  readonly cpuS: number;
  /** Proportional set size, MB: what is shared counts once, divided among those who share it. */
  readonly pssMb: number;
  readonly processes: number;
}

/** USER_HZ, which Linux has fixed for programs: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS_A_SECOND = 100;

/** Processes that end in between are left out. */
export function useOfTree(root: number): TreeUse {
  const pids = treeOf(root);
  const uses = pids.flatMap((pid) => useOf(pid) ?? []);
  return {
    cpuS: uses.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_A_SECOND,
    pssMb: uses.reduce((sum, { pssKb }) => sum + pssKb, 0) / 1024,
    processes: uses.length,
  };
}

function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    if (stat !== null) parents.set(Number(name), Number(stat[1]));
  }
  const found = [root];
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found;
}

function useOf(pid: number): { readonly ticks: number; readonly pssKb: number } | null {
  const stat = statOf(pid);
  if (stat === null) return null;
  return { ticks: Number(stat[11]) + Number(stat[12]), pssKb: pssOf(pid) * 1024 };
}

/** MB of one process; 0 when it is gone. */
export function pssOf(pid: number): number {
  const rollup = read(`/proc/${pid}/smaps_rollup`) ?? '';
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) / 1024;
}

/** The fields of `stat` after the name, which may hold anything: state, parent, … */
function statOf(pid: number): string[] | null {
  const text = read(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

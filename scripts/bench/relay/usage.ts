import { readFileSync } from 'node:fs';

/** Kernel clock ticks per second; fixed on Linux: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS = 100;

/** CPU time that a process has used so far, in ms; NaN where there is no /proc. */
export function cpuMs(pid: number): number {
  return ticksIn(`/proc/${pid}/stat`);
}

/** Resident memory of a process in MB (10⁶ bytes); NaN where there is no /proc. */
export function rssMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1];
  return (Number(kb) * 1024) / 1e6;
}

function ticksIn(file: string): number {
  // The name in brackets may hold spaces: the fields are counted after it.
  const fields = read(file).split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1000;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

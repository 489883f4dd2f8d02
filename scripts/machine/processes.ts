import type { Machine } from './machine.ts';

/** A process of the app, as the kernel sees it. */
export interface AppProcess {
  /** In the machine's own counting. */
  readonly pid: number;
  /** As Chromium calls it: `browser` (main), `zygote`, `renderer`, `gpu-process`, `utility`, … */
  readonly type: string;
  readonly command: string;
  readonly uid: number;
  /** 2: only the system calls of a filter. */
  readonly seccomp: number;
  readonly noNewPrivileges: boolean;
  /** The namespaces that it lives in, by kind: `pid`, `net`, `user`, … */
  readonly namespaces: Readonly<Record<string, string>>;
}

/** Prints every process whose program is the app's, or that of one it is compared with: number, state and command line. */
const LIST = `
for at in /proc/[0-9]*; do
  program=$(readlink $at/exe) || continue
  # An upgrade deletes the program that runs.
  case "$program" in */ringside|*"/ringside (deleted)"|*/opened/electron|*/empty-tray-app) ;; *) continue ;; esac
  echo "pid $(basename $at)"
  tr '\\0' ' ' <$at/cmdline | tr '\\n' ' '; echo
  grep -E '^(Uid|Seccomp|NoNewPrivs):' $at/status
  for kind in pid net user; do echo "ns $(readlink $at/ns/$kind)"; done
done 2>/dev/null || true`;

/** Every process of the app that runs in the machine, its own sandbox's included. */
export async function processesOf(machine: Machine): Promise<readonly AppProcess[]> {
  const said = await machine.run('root', 'sh', ['-c', LIST]);
  return said
    .split(/^(?=pid )/m)
    .filter((text) => text.startsWith('pid '))
    .map(readProcess);
}

function readProcess(text: string): AppProcess {
  const [head = '', command = '', ...rest] = text.split('\n');
  const field = (name: string): number =>
    Number(rest.find((line) => line.startsWith(`${name}:`))?.split(/\s+/)[1]);
  const namespaces = rest.flatMap((line) => {
    const [, kind, number] = /^ns (\w+):\[(\d+)\]$/.exec(line) ?? [];
    return kind === undefined || number === undefined ? [] : [[kind, number] as const];
  });
  return {
    pid: Number(head.slice('pid '.length)),
    type: /--type=(\S+)/.exec(command)?.[1] ?? 'browser',
    command,
    uid: field('Uid'),
    seccomp: field('Seccomp'),
    noNewPrivileges: field('NoNewPrivs') === 1,
    namespaces: Object.fromEntries(namespaces),
  };
}

/** The addresses on which processes of the app take connections over TCP, as `/proc/net/tcp` writes them. */
export async function listenersOf(machine: Machine): Promise<readonly string[]> {
  const pids = (await processesOf(machine)).map(({ pid }) => pid);
  if (pids.length === 0) return [];
  const folders = pids.map((pid) => `/proc/${pid}/fd`).join(' ');
  const said = await machine
    .run('root', 'sh', [
      '-c',
      `ls -l ${folders} 2>/dev/null | grep -o 'socket:.*'; grep -h ' 0A ' /proc/net/tcp /proc/net/tcp6`,
    ])
    .catch(() => '');
  const lines = said.split('\n');
  const sockets = new Set(lines.map((line) => /^socket:\[(\d+)\]$/.exec(line)?.[1]));
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length > 9 && sockets.has(fields[9]))
    .map((fields) => fields[1] ?? '');
}

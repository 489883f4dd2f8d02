import { supportText } from '../../src-shared/activity/support-text.ts';
import { linkInWords } from '../../src-shared/link/link-in-words.ts';
import { codeWords, logLine } from '../log/log-line.ts';
import type { DiagnosticsFacts, MachineFacts, RunningFacts, StartFacts } from './facts.ts';
import { knownDesktop, knownLocale, knownSystem, knownVersion, oneOf } from './known-words.ts';

/**
 * How the app and its computer are, as plain text for whoever helps. Promises: no name, number, address, host, token, user
 * name or path of anybody; every word is ours, or one of a list. English, times are UTC.
 */
export function diagnosticsText({ now, machine, starts, running, problems }: DiagnosticsFacts): string {
  const parts = [
    `Ringside ${knownVersion(machine.version)}, ${moment(now)}`,
    ...machineLines(machine),
    ...(running === null ? ['this app does not run: only what it left is known'] : runningLines(running)),
    ...startLines(starts),
    '',
    `last warnings and errors: ${problems.length}`,
    ...problems.map(({ at, ...entry }) => logLine(at, { ...entry, what: plain(entry.what) }).trimEnd()),
  ];
  if (running !== null)
    parts.push('', `last events: ${running.activity.length}`, supportText(running.activity));
  return `${parts.join('\n').trimEnd()}\n`;
}

const PLATFORMS = ['linux', 'darwin', 'win32'] as const;
const ARCHES = ['x64', 'arm64', 'ia32', 'arm'] as const;
const SESSIONS = ['x11', 'wayland', 'tty', 'mir'] as const;
const PAIRINGS = ['link', 'device', 'group', 'nothing'] as const;
const GRAPHICS = [
  'enabled',
  'enabled_on',
  'enabled_force',
  'enabled_readback',
  'disabled_off',
  'disabled_off_ok',
  'disabled_software',
  'unavailable_off',
  'unavailable_off_ok',
  'unavailable_software',
] as const;
const KEYCHAINS = [
  'gnome_libsecret',
  'kwallet',
  'kwallet5',
  'kwallet6',
  'basic_text',
  'keychain',
  'dpapi',
  'unknown',
  'none',
] as const;

function machineLines(machine: MachineFacts): string[] {
  const { platform, arch, kernel, release, managed, disk, memory } = machine;
  const linux = release === '' ? '' : `, ${knownSystem(release)}`;
  const decided =
    managed === null
      ? 'no'
      : `yes (pairing: ${oneOf(PAIRINGS, managed.pairing)}, updates: ${onOff(managed.updates)}, not taken: ${managed.problems})`;
  return [
    `system: ${oneOf(PLATFORMS, platform)} ${knownVersion(kernel)} ${oneOf(ARCHES, arch)}${linux}`,
    `desktop: ${knownDesktop(machine.desktop)}, session: ${oneOf(SESSIONS, machine.session)}, windows: ${machine.windows}, session bus: ${yesNo(machine.sessionBus)}`,
    `electron: ${knownVersion(machine.electron)}, chromium: ${knownVersion(machine.chromium)}, node: ${knownVersion(machine.node)}`,
    `locale: ${knownLocale(machine.locale)}`,
    `installed as: ${machine.installedAs}, updates: ${machine.updates ? 'looked for' : 'none in this build'}, managed: ${decided}`,
    `disk: ${disk === null ? 'unknown' : `${gigabytes(disk.free)} of ${gigabytes(disk.all)} free`}, memory: ${gigabytes(memory.free)} of ${gigabytes(memory.all)} free`,
  ];
}

function runningLines(running: RunningFacts): string[] {
  const { displays, processes, link } = running;
  const places = displays.map(
    ({ x, y, width, height, scale, isPrimary }) =>
      `${width}x${height} at ${x},${y} scale ${Math.round(scale * 100)} %${isPrimary ? ' primary' : ''}`,
  );
  return [
    `displays: ${displays.length} (${places.join('; ')})`,
    `graphics: ${oneOf(GRAPHICS, running.graphics)}, processes: ${processes.count} with ${Math.round(processes.bytes / 1e6)} MB`,
    `up for: ${Math.round(running.upForMs / 60_000)} min, main was late by ${Math.round(running.latestMs)} ms at worst`,
    `cards: ${running.cards}, notifications: ${yesNo(running.notifications)}, shortcut: ${running.shortcutRefused ? 'refused' : 'held or none'}`,
    `keychain: ${oneOf(KEYCHAINS, running.keychain)}, token: ${running.tokenKept ?? 'none'}, history: ${running.historyKept}, set aside: ${running.historyAside.keychain} by keychain, ${running.historyAside.agent} by agent`,
    'connection, newest last:',
    ...link.map(({ at, state }) => `  ${moment(at)} ${linkInWords(state)}`),
  ];
}

function startLines(starts: StartFacts | null): string[] {
  if (starts === null) return [];
  const before = {
    ended: 'ended by itself',
    stable: 'did not end by itself',
    started: 'died early',
  } as const;
  const again = starts.againAt === null ? 'never' : moment(starts.againAt);
  return [
    `the run before: ${starts.before === null ? 'unknown' : before[starts.before]}, early deaths in a row: ${starts.diedEarly}, started itself again: ${again}`,
  ];
}

/** Our own fixed words, and nothing that an older version or somebody else put in their place. */
function plain(what: string): string {
  return codeWords(what.replaceAll(/[’:,]/gu, ''));
}

const moment = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString() : 'unknown');
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
const yesNo = (is: boolean): string => (is ? 'yes' : 'no');
const onOff = (is: boolean): string => (is ? 'on' : 'off');

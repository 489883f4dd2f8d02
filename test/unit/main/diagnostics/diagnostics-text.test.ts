import { homedir, hostname, userInfo } from 'node:os';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallKey } from '../../../../src-shared/brand.ts';
import type { LinkState } from '../../../../src-shared/link/link-state.ts';
import { diagnosticsText } from '../../../../src-main/diagnostics/diagnostics-text.ts';
import type { DiagnosticsFacts } from '../../../../src-main/diagnostics/facts.ts';
import { problemsIn } from '../../../../src-main/diagnostics/last-problems.ts';
import { logLine } from '../../../../src-main/log/log-line.ts';

const AT = Date.UTC(2026, 0, 13, 14, 32, 4);

interface Words {
  /** What a system, a peer or an attacker may put anywhere. */
  readonly said: () => string;
  readonly link: LinkState;
}

const LIVE: LinkState = { kind: 'live', agent: 'nora@ringside.example', relay: 'relay.example' };

function factsWith({ said, link }: Words): DiagnosticsFacts {
  return {
    now: AT,
    machine: {
      version: said(),
      platform: said(),
      arch: said(),
      kernel: said(),
      release: `ID=${said()}\nVERSION_ID="${said()}"\nNAME=${said()}`,
      electron: said(),
      chromium: said(),
      node: said(),
      installedAs: 'deb',
      desktop: said(),
      session: said(),
      windows: 'xwayland',
      locale: said(),
      sessionBus: true,
      disk: { free: 1e9, all: 2e11 },
      memory: { free: 1e9, all: 8e9 },
      managed: { pairing: said(), updates: false, problems: 2 },
      updates: false,
    },
    starts: { before: 'stable', diedEarly: 1, againAt: null },
    running: {
      displays: [{ x: 0, y: 0, width: 1920, height: 1080, scale: 1.25, isPrimary: true }],
      graphics: said(),
      processes: { count: 5, bytes: 3e8 },
      upForMs: 3_600_000,
      latestMs: 12,
      cards: 'placed',
      notifications: true,
      shortcutRefused: false,
      keychain: said(),
      tokenKept: 'keychain',
      historyKept: 'sealed',
      historyAside: { keychain: 0, agent: 1 },
      link: [
        { at: AT, state: LIVE },
        { at: AT, state: link },
      ],
      activity: [
        {
          id: 1,
          at: AT,
          topic: said(),
          call: said() as CallKey,
          who: said(),
          verdict: { kind: 'popped' },
          isTest: false,
        },
      ],
    },
    problems: [{ at: AT, level: 'error', what: said(), facts: { code: said(), count: 3 } }],
  };
}

const usual = new Map(
  Object.entries({
    version: '0.1.0',
    platform: 'linux',
    arch: 'x64',
    kernel: '6.1.0-18-amd64',
    electron: '45.4.1',
    chromium: '152.0.8000.3',
    node: '24.21.0',
    desktop: 'ubuntu:GNOME',
    session: 'wayland',
    locale: 'fr-FR',
  }),
);

test('they say how the app and its computer are, for whoever helps', () => {
  const facts = factsWith({ said: () => 'x', link: LIVE });
  const { machine, running } = facts;
  const known = {
    ...facts,
    machine: {
      ...machine,
      ...(Object.fromEntries(usual) as unknown as typeof machine),
      release: 'NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\n',
      managed: null,
    },
    running:
      running === null
        ? null
        : { ...running, graphics: 'enabled', keychain: 'gnome_libsecret', activity: [] },
    problems: [
      { at: AT, level: 'error', what: 'a page is dead', facts: { window: 'pop', failures: 2 } } as const,
    ],
  };
  expect(diagnosticsText(known).split('\n')).toEqual([
    'Ringside 0.1.0, 2026-01-13T14:32:04.000Z',
    'system: linux 6.1.0 x64, debian 12',
    'desktop: ubuntu:GNOME, session: wayland, windows: xwayland, session bus: yes',
    'electron: 45.4.1, chromium: 152.0.8000.3, node: 24.21.0',
    'locale: fr-FR',
    'installed as: deb, updates: none in this build, managed: no',
    'disk: 1.0 GB of 200.0 GB free, memory: 1.0 GB of 8.0 GB free',
    'displays: 1 (1920x1080 at 0,0 scale 125 % primary)',
    'graphics: enabled, processes: 5 with 300 MB',
    'up for: 60 min, main was late by 12 ms at worst',
    'cards: placed, notifications: yes, shortcut: held or none',
    'keychain: gnome_libsecret, token: keychain, history: sealed, set aside: 0 by keychain, 1 by agent',
    'connection, newest last:',
    '  2026-01-13T14:32:04.000Z live',
    '  2026-01-13T14:32:04.000Z live',
    'the run before: did not end by itself, early deaths in a row: 1, started itself again: never',
    '',
    'last warnings and errors: 1',
    '2026-01-13T14:32:04.000Z error a page is dead {"window":"pop","failures":2}',
    '',
    'last events: 0',
    '',
  ]);
});

const person = fc.oneof(
  fc.integer({ min: 1e9, max: 1e12 }).map((digits) => `+${digits}`),
  fc.integer({ min: 1e9, max: 1e12 }).map((digits) => `0${digits}`.replaceAll(/(..)/g, '$1 ').trim()),
  fc.emailAddress(),
  fc.webUrl(),
  fc.domain().filter((name) => name.length > 5),
  fc.constantFrom('Ana López', 'Чайка Нина', '田中さん', 'Ana\nLopez', 'مريم', 'D’Arcy Ñuñez'),
  fc.constantFrom(
    homedir(),
    `/home/${userInfo().username}/.config`,
    `C:\\Users\\Ana`,
    `ssh://${hostname()}/x`,
  ),
  fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
  fc.string({ unit: 'binary', minLength: 8, maxLength: 40 }).map((odd) => `é${odd}`),
);

test('whoever is in whatever field, nobody is in the text', () => {
  fc.assert(
    fc.property(person, person, (whom, code) => {
      const link: LinkState = {
        kind: 'reconnecting',
        since: AT,
        relay: whom,
        why: { trouble: 'unknown', code },
      };
      const text = diagnosticsText(factsWith({ said: () => whom, link }));
      for (const said of [whom, code]) for (const part of partsOf(said)) expect(text).not.toContain(part);
      expect(text).not.toMatch(/@|\+\d{6}|ringside\.example|relay\.example/);
    }),
  );
});

/** The whole, and each of its lines and words that is long enough to name somebody. */
function partsOf(said: string): readonly string[] {
  return [said, ...said.split(/[\s\n/\\]+/)].filter(
    (part) => part.length > 6 && !/^(https?|ssh):$/.test(part),
  );
}

test('a log is read back as it was written, and what else is in its file is left out', () => {
  const entry = { level: 'error', what: 'a page is dead', facts: { window: 'pop', failures: 2 } } as const;
  const text = [
    logLine(AT, { level: 'info', what: 'tray ready' }),
    logLine(AT, entry),
    logLine(AT, { level: 'warn', what: 'no tray on this desktop' }),
    'Ana Lopez called +33199001234\n',
    '2026-01-13T14:32:04.000Z error half a li',
  ].join('');
  expect(problemsIn(text)).toEqual([
    { at: AT, ...entry },
    { at: AT, level: 'warn', what: 'no tray on this desktop', facts: undefined },
    { at: AT, level: 'error', what: 'half a li', facts: undefined },
  ]);
});

test('any file at all can be read as a log', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(problemsIn(text).length).toBeLessThanOrEqual(40);
    }),
  );
});

import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { requestSchemas } from '../../../src-shared/ipc/contract.ts';

/** What nobody clicked for: a failure is for the log, and the page goes on as it is. */
const BACKGROUND = {
  'page:ready': 'the page keeps the language of the system',
  'page:failed': 'it is the failure that is told',
  'pop:ready': 'the next push brings the state',
  'pop:layout': 'the next layout is told anew',
  'pop:summon': 'the field has the focus already, and keys come with the next click',
  'pop:release': 'Esc can be pressed again, and another window takes the focus too',
  'pop:painted': 'a report',
  'pop:drawn': 'a report',
  'home:ready': 'the next push brings the state',
  'home:drawn': 'a report',
  'card:touch': 'a report',
  'texts:read': 'they stay unread, and are told anew when the window is looked at again',
  'texts:calls': 'the texts are all there without them',
} as const;

/** What shows a failure in a way of its own. */
const OWN_WAY = {
  'card:note': 'the note says that it is not saved',
  'updates:ready': 'the group says so',
  'history:page': 'the list says so, with a retry',
  'texts:page': 'the list says so, with a retry',
  'texts:whole': 'the text says so, with a retry',
  'history:call': 'the pane says so, with a retry',
  'activity:ready': 'the room says so, with a retry',
  'activity:testCall': 'the outcome says so',
  'preferences:ready': 'the room says so, with a retry',
  'pair:submit': 'the form says so',
  'history:eraseAside': 'the dialog says so',
  'pair:remove': 'the dialog says so',
} as const;

const sources = globSync('src-renderer/**/*.{ts,tsx}').map((file) => readFileSync(file, 'utf8'));
const channelsIn = (pattern: RegExp): Set<string> =>
  new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map(([, channel = '']) => channel)));

test('no click fails silently: every request is asked in the way that shows it, or is known to need none', () => {
  const all = channelsIn(/\brequest\(\s*'([^']+)'/g);
  const shown = channelsIn(/\bask(?:OrHear)?\(\s*(?:async )?\(\) =>\s*\{?[^;]*?\brequest\(\s*'([^']+)'/g);
  const silent = [...all].filter((one) => !shown.has(one) && !(one in BACKGROUND) && !(one in OWN_WAY));
  expect(silent).toEqual([]);
  for (const known of [...Object.keys(BACKGROUND), ...Object.keys(OWN_WAY)]) {
    expect(requestSchemas).toHaveProperty([known]);
    expect(all).toContain(known);
  }
});

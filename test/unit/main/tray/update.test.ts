import { expect, test } from 'vitest';
import { trayMenu } from '../../../../src-main/tray/tray-menu.ts';
import type { LinkState } from '../../../../src-shared/link/link-state.ts';
import { chooseLanguage } from '../../../../src-shared/words/language.ts';

test('the menu offers a restart only when it brings something, paired or not', () => {
  const offered = (link: LinkState, update: string | null) =>
    trayMenu({
      link,
      ringing: 0,
      missed: 0,
      newest: [],
      keptAway: null,
      isSnoozeFixed: false,
      update,
      language: chooseLanguage(['en-GB']),
    }).filter((item) => 'action' in item && item.action?.kind === 'update');
  const live: LinkState = { kind: 'live', agent: 'nora@example.com', relay: 'relay.example' };
  for (const link of [live, { kind: 'unpaired' } as const]) {
    expect(offered(link, null)).toEqual([]);
    expect(offered(link, '0.2.0')).toEqual([{ label: 'Restart with 0.2.0', action: { kind: 'update' } }]);
  }
});

import { expect, test } from 'vitest';
import { followGroup } from '../../../../src-main/managed/follow-group.ts';
import { NOT_MANAGED } from '../../../../src-main/managed/managed-policy.ts';
import { createManagedStore } from '../../../../src-main/managed/managed-store.ts';
import type { LinkTrouble } from '../../../../src-shared/link/trouble.ts';
import { createAppState } from '../../../../src-main/app-state/app-state.ts';

function start() {
  const appState = createAppState();
  let isManaged = false;
  const managed = createManagedStore(NOT_MANAGED, () => ({ ...NOT_MANAGED, isManaged }));
  let begun = 0;
  let anew = 0;
  const begin = (): boolean => {
    begun += 1;
    return true;
  };
  followGroup({ group: { begin, tryAnew: () => (anew += 1) }, managed, appState });
  return {
    appState,
    begun: () => begun,
    anew: () => anew,
    changePolicy: () => {
      isManaged = !isManaged;
      managed.look();
    },
  };
}
const REVOKED = { kind: 'revoked', relay: 'relay.example.com' } as const;

test('a computer that its relay turned out is paired again, once for each time', () => {
  const { appState, begun } = start();
  appState.setLink({ kind: 'connecting' });
  expect(begun()).toBe(0);
  appState.setLink(REVOKED);
  appState.setLink(REVOKED);
  expect(begun()).toBe(1);
  appState.setLink({ kind: 'connecting' });
  appState.setLink(REVOKED);
  expect(begun()).toBe(2);
});

test.each([
  ['unpaired', { kind: 'unpaired' }, 1],
  ['turned out', REVOKED, 2],
  ['waiting for the keychain', { kind: 'unpaired', keychain: 'asking' }, 0],
  ['with another keychain', { kind: 'unpaired', keychain: 'other' }, 1],
  ['connected', { kind: 'live', agent: 'nora@example.com', relay: 'relay.example.com' }, 0],
] as const)('a policy that changes: a computer that is %s', (_, link, times) => {
  const { appState, begun, changePolicy } = start();
  appState.setLink(link);
  changePolicy();
  expect(begun()).toBe(times);
});

const lost = (trouble: LinkTrouble | null) =>
  ({
    kind: 'reconnecting',
    since: 0,
    relay: 'relay.example.com',
    why: trouble === null ? null : { trouble, code: '' },
  }) as const;

test('a computer that its relay does not know any more, without proof, is tried anew once, and with each policy', () => {
  const { appState, begun, anew, changePolicy } = start();
  for (const trouble of ['offline', 'busy', null] as const) appState.setLink(lost(trouble));
  expect(anew()).toBe(0);
  for (const trouble of ['turned-away', null, 'turned-away'] as const) appState.setLink(lost(trouble));
  expect(anew()).toBe(1);
  changePolicy();
  expect(anew()).toBe(2);
  appState.setLink({ kind: 'live', agent: 'nora@example.com', relay: 'relay.example.com' });
  changePolicy();
  expect(anew()).toBe(2);
  appState.setLink(lost('turned-away'));
  expect([anew(), begun()]).toEqual([3, 0]);
});

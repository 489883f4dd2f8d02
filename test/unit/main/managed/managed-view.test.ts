import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOT_MANAGED } from '../../../../src-main/managed/managed-policy.ts';
import { managedView } from '../../../../src-main/managed/managed-view.ts';
import { readPolicyValues } from '../../../../src-main/managed/reading-policy.ts';
import { policyProblem } from '../../../../src-shared/words/policy-problem.ts';
import { en } from '../../../../src-shared/words/en.ts';
import { fr } from '../../../../src-shared/words/fr.ts';

const TOKEN = 'rgt_0123456789abcdef0123456789abcdef';

test('a window is told nothing of a computer that nobody manages', () => {
  expect(managedView(NOT_MANAGED, null)).toBeNull();
});

test('a window is never told a token, whatever else the policy says', () => {
  const by = fc.constantFrom('device', 'group', 'moon');
  const locked = fc.oneof(fc.jsonValue(), fc.constant({ theme: TOKEN, [TOKEN]: 1 }));
  fc.assert(
    fc.property(by, locked, fc.jsonValue(), (way, choices, updates) => {
      const policy = {
        relay: 'https://relay.example.com',
        pairing: { by: way, token: TOKEN },
        locked: choices,
        updates,
      };
      const view = managedView(readPolicyValues(policy), null, '/etc/ringside/managed.json');
      // A name that somebody made of it is a name.
      const shown = JSON.stringify({
        ...view,
        problems: view?.problems.filter(({ kind }) => kind !== 'unknown'),
      });
      expect(shown).not.toContain(TOKEN);
    }),
  );
});

test('every problem is said in both languages, with the place and the name', () => {
  const { problems } = readPolicyValues({ relay: 7, locked: { theme: 'pink', colour: 1 }, updates: 'no' });
  for (const words of [en, fr]) {
    const said = problems.map((problem) => policyProblem(problem, '/etc/ringside/managed.json', words));
    expect(said.every((one) => one.includes('/etc/ringside/managed.json'))).toBe(true);
    for (const name of ['relay', 'locked.theme', 'locked.colour', 'updates'])
      expect(said.some((one) => one.includes(name))).toBe(true);
  }
});

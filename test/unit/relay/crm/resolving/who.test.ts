import { describe, expect, test } from 'vitest';
import type { CrmPerson, Listed } from '../../../../../src-relay/crm/contract.ts';
import { findWho, type WhoParts } from '../../../../../src-relay/crm/resolving/who.ts';
import { complete, contact, cut, facts, person } from '../matching/made.ts';
import { playedCrm, type PlayedRecords } from './played-crm.ts';

const NUMBER = '+33612345678';
const MAIL = 'marie.dupont@acme.fr';
const marie = contact('1', { emails: [MAIL], numbers: [NUMBER] });
const withMail = facts({ person: person({ email: MAIL }) });

/** What comes of it, and what was asked for it: `certain 1: people`. */
async function said(parts: Partial<WhoParts>, records: PlayedRecords): Promise<string> {
  const crm = playedCrm(records);
  const who = await findWho(
    { facts: withMail, ask: 'who', before: null, ids: [], withNumber: null, ...parts },
    crm,
  );
  const verdict = who?.verdict;
  const which = verdict?.kind === 'certain' ? ` ${verdict.record.id}` : '';
  return `${verdict?.kind ?? 'no answer'}${which}: ${crm.asked.join(', ')}`;
}
const lead = { id: '1', kind: 'lead' } as const;
const first = { id: '1', kind: 'contact' } as const;
const second = { id: '2', kind: 'contact' } as const;

describe('who somebody is', () => {
  test('is asked by address and number', async () => {
    expect(await said({}, { found: complete(marie) })).toBe('certain 1: people');
    expect(await said({}, { found: complete() })).toBe('none: people');
    expect(await said({}, { found: null })).toBe('no answer: people');
    expect(await said({}, { found: cut(marie) })).toBe('several: people');
  });

  test('is asked of nobody when there is nothing to ask by', async () => {
    expect(await said({ facts: facts({ number: '3631' }) }, { found: complete(marie) })).toBe('unknown: ');
  });

  test('is read where Allo names the id, and nobody is searched for when nobody could fit better', async () => {
    const people = { '1': marie };
    expect(await said({ ids: [first] }, { people })).toBe('certain 1: person 1');
    // Allo knows an address that this one does not have: somebody else may.
    const other = contact('1', { numbers: [NUMBER] });
    expect(
      await said(
        { ids: [first] },
        { people: { '1': other }, found: complete(contact('2', { emails: [MAIL] })) },
      ),
    ).toBe('several: person 1, people');
  });

  test('is searched for when an id is another’s, is gone, or is not answered', async () => {
    const found = complete(marie);
    const paul = contact('2', { name: 'Paul Martin', numbers: ['+33199008888'] });
    expect(await said({ ids: [second] }, { people: { '2': paul }, found })).toBe(
      'certain 1: person 2, people',
    );
    expect(await said({ ids: [second] }, { found })).toBe('certain 1: person 2, people');
    expect(await said({ ids: [second] }, { found, silentOn: ['person 2'] })).toBe(
      'certain 1: person 2, people',
    );
  });

  test('is whoever has the number only when they fit as well as if they had been searched for', async () => {
    expect(await said({ withNumber: first }, { people: { '1': marie } })).toBe('certain 1: person 1');
    // A colleague at the same switchboard, and Allo knows half a name.
    const paul = contact('1', { name: 'Paul Dupont', emails: ['paul@acme.fr'], numbers: [NUMBER] });
    const dupont = facts({ person: person({ name: 'Dupont', last_name: null, email: MAIL }) });
    expect(
      await said({ facts: dupont, withNumber: first }, { people: { '1': paul }, found: complete(paul) }),
    ).toBe('several: person 1, people');
    expect(
      await said({ ids: [first], withNumber: first }, { people: { '1': marie }, found: complete(marie) }),
    ).toBe('certain 1: person 1');
  });

  test('is looked at by two ids at most', async () => {
    const ids = ['2', '3', '4', '5'].map((id) => ({ id, kind: 'contact' as const }));
    expect(await said({ ids }, { found: complete(marie) })).toBe('certain 1: person 2, person 3, people');
  });
});

describe('who was certain', () => {
  test('stays so as long as the record is there, whatever it is called by now', async () => {
    const renamed = contact('1', { name: 'Nobody Else', numbers: [NUMBER] });
    expect(await said({ ask: 'what', before: first }, { people: { '1': renamed } })).toBe(
      'certain 1: person 1',
    );
  });

  test.each<[string, Listed<CrmPerson>, string]>([
    ['nobody', complete(), 'none: person 1, people'],
    [
      'one',
      complete(contact('2', { name: 'Paul Martin', numbers: [NUMBER] })),
      'certain 2: person 1, people',
    ],
    [
      'several',
      complete(contact('2', { numbers: [NUMBER] }), contact('3', { numbers: [NUMBER] })),
      'several: person 1, people',
    ],
  ])('is so no more once the number is no longer theirs, but %s’s', async (_, found, expected) => {
    // Allo knows nobody: the number is all that there was to go by.
    const moved = contact('1', { numbers: ['+33199008888'] });
    expect(
      await said(
        { facts: facts({ person: null }), ask: 'what', before: first },
        { people: { '1': moved }, found },
      ),
    ).toBe(expected);
  });

  test('is under the id that a merge gave', async () => {
    expect(await said({ ask: 'what', before: first }, { people: { '1': contact('9') } })).toBe(
      'certain 9: person 1',
    );
  });

  test('is looked for once more when it is gone', async () => {
    expect(
      await said({ ask: 'what', before: first }, { found: complete(contact('2', { emails: [MAIL] })) }),
    ).toBe('certain 2: person 1, people');
    expect(await said({ ask: 'what', before: first }, {})).toBe('none: person 1, people');
  });

  test('is not given up for want of an answer', async () => {
    for (const ask of ['what', 'again'] as const)
      expect(await said({ ask, before: first }, { found: complete(), silentOn: ['person 1'] })).toBe(
        'no answer: person 1',
      );
  });

  test('is matched anew when Allo’s facts have changed, first of all with whom it was', async () => {
    expect(await said({ ask: 'again', before: first }, { people: { '1': marie } })).toBe(
      'certain 1: person 1',
    );
    const other = contact('1', { name: 'Paul Martin', numbers: ['+33199008888'] });
    expect(
      await said(
        { ask: 'again', before: first },
        { people: { '1': other }, found: complete(contact('2', { emails: [MAIL] })) },
      ),
    ).toBe('certain 2: person 1, people');
  });

  test('is not read twice because Allo names it as well; a lead of the same id is another', async () => {
    expect(
      await said(
        { ask: 'again', before: first, ids: [first] },
        { people: { '1': contact('1') }, found: complete(marie) },
      ),
    ).toBe('certain 1: person 1, people');
    expect(
      await said(
        { ask: 'again', before: first, ids: [lead] },
        { people: { '1': contact('1') }, found: complete(marie) },
      ),
    ).toBe('certain 1: person 1, person 1, people');
  });
});

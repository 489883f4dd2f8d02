import { describe, expect, it } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { cardOf } from '../../../src-shared/card/card.ts';
import { NOWHERE } from '../../../src-shared/format/place.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src-shared/wire/policy.ts';
import { completed, dial, NORA, ring, SAM, type AlloBody } from '../../fixtures/allo.ts';
import { receivedOf } from '../main/heard.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const NORAS = '+33199003301';
const SAMS = '+33199003302';
const SHARED = '+33199003303';
const UNNAMED = '+33199003304';
const policy: Policy = {
  ...DEFAULT_POLICY,
  crm: { preset: 'pipedrive', company: 'acme', ids: {} },
  lines: [
    { number: SAMS, name: 'Field team' },
    { number: SHARED, name: 'Support' },
  ],
  ownLines: [
    { number: NORAS, agents: [NORA] },
    { number: SAMS, agents: [SAM] },
    { number: SHARED, agents: [NORA, SAM] },
    { number: UNNAMED, agents: [NORA, SAM] },
  ],
  agents: [{ email: SAM, name: 'Sam Reed', aliases: ['s.reed@old.example'] }],
};

function cardFor(body: AlloBody, told: Policy = policy) {
  const call = foldCall('call_1' as CallKey, [receivedOf(body, 'msg_1', NOW)]);
  if (call === null) throw new Error('no call');
  return cardOf(call, {
    policy: told,
    me: NORA,
    now: NOW,
    today: '2026-11-23' as never,
    claim: null,
    pinned: false,
    canRelease: true,
    note: '',
    repeats: null,
    parts: [],
    isTest: false,
    placeOf: () => NOWHERE,
    records: null,
    chosenFor: () => null,
    relayNow: null,
  });
}

const NOBODY = { person: null, company: null, deals: null };
const to = (number: string) => dial({ from_number: NORAS, to_number: number, ...NOBODY });

describe('who is on a line of the team', () => {
  it.each<[string, AlloBody, string | null]>([
    ['the agent whose line it is', to(SAMS), 'Sam Reed'],
    ['however the number is written', to('+33 1 99 00 33 02'), 'Sam Reed'],
    ['the line, when several answer it', to(SHARED), 'Support'],
    ['nobody, on a line without a name that several answer', to(UNNAMED), null],
    ['the colleague who calls', ring({ from_number: NORAS, to_number: SAMS, ...NOBODY }), NORA],
    [
      'the contact, where Allo has one',
      dial({ from_number: NORAS, to_number: SAMS, person: { id: 'con_1', name: 'Sammy' }, company: null }),
      'Sammy',
    ],
    [
      'the agent, not the business name of a completion',
      completed({ from_number: NORAS, to: SAMS, to_name: 'Ringside', type: 'OUTBOUND' }),
      'Sam Reed',
    ],
  ])('is %s', (_, body, name) => {
    expect(cardFor(body).caller).toMatchObject({ name, isTeam: true });
  });

  it('is the line, where the agent has no name but an address', () => {
    expect(cardFor(to(SAMS), { ...policy, agents: [] }).caller.name).toBe('Field team');
  });

  it('is looked up in no CRM', () => {
    expect(cardFor(to(SAMS)).caller.contactLink).toBe(null);
  });

  it('is known by the names of lines alone, from a relay that tells no more', () => {
    const older: Policy = { ...policy, ownLines: [] };
    expect(cardFor(to(SAMS), older).caller).toMatchObject({ name: 'Field team', isTeam: true });
    expect(cardFor(to('+33199001234'), older).caller).toMatchObject({ name: null, isTeam: false });
  });
});

describe('an outgoing call', () => {
  it('is handled by whoever dialled it, before it has ended', () => {
    expect(cardFor(dial({ user_email: 's.reed@old.example' })).handledBy).toBe('Sam Reed');
    expect(cardFor(dial({ user_email: NORA })).handledBy).toBe(null);
  });
});

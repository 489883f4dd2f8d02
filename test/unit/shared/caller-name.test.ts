import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src-shared/allo/parties.ts';
import type { Instant } from '../../../src-shared/brand.ts';
import { callerName, isNamedBefore, partyName } from '../../../src-shared/card/names.ts';

function person(over: Partial<Person>): Person {
  const nobody = {
    id: 'con_1',
    name: null,
    last_name: null,
    email: null,
    emails: [],
    numbers: [],
    job_title: null,
  };
  return { ...nobody, properties: {}, ...over };
}

const at = '2026-02-02T09:15:00.000Z' as Instant;
const number = '+33199001234';
const email = 'ana@globex.example';

describe('what the other party is called', () => {
  it.each([
    ['their name', person({ name: 'Ana', last_name: 'Lopez', email }), 'Somebody', 'Ana Lopez'],
    ['the name that the call gave, when theirs is none', person({ name: 'null', email }), 'Ana', 'Ana'],
    ['their e-mail, when nothing names them', person({ name: '-', email }), null, email],
    [
      'their first e-mail, when none is the primary one',
      person({ emails: [email, 'b@c.example'] }),
      null,
      email,
    ],
    [
      'their real e-mail, when another stands for none',
      person({ name: 'null', email: 'n/a', emails: ['-', email] }),
      null,
      email,
    ],
  ])('is %s', (_, who, outsideName, name) => {
    const call = { person: who, outsideName, number, memory: { named: { at, name: 'Before' } } };
    expect(callerName(call)).toBe(name);
    expect(partyName(call)).toBe(name);
    expect(isNamedBefore(call)).toBe(false);
  });

  it('is what Allo called them with an earlier call, when nobody says now', () => {
    const call = { person: null, outsideName: null, number, memory: { named: { at, name: 'Ana Lopez' } } };
    expect(callerName(call)).toBe('Ana Lopez');
    expect(partyName(call)).toBe('Ana Lopez');
    expect(isNamedBefore(call)).toBe(true);
  });

  it('is nothing when nothing is known, and then the number stands for them', () => {
    const unknown = { person: null, outsideName: null, number, memory: null };
    expect(callerName(unknown)).toBeNull();
    expect(isNamedBefore(unknown)).toBe(false);
    expect(callerName({ ...unknown, person: person({}) })).toBeNull();
    expect(partyName({ ...unknown, person: person({}) })).toBe('+33 1 99 00 12 34');
    expect(partyName({ ...unknown, number: null })).toBeNull();
  });
});

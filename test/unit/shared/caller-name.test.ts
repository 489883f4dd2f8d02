import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src-shared/allo/parties.ts';
import { callerName, partyName } from '../../../src-shared/card/names.ts';

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
  ])('is %s', (_, who, outsideName, name) => {
    expect(callerName({ person: who, outsideName })).toBe(name);
    expect(partyName({ person: who, outsideName, number })).toBe(name);
  });

  it('is nothing when nothing is known, and then the number stands for them', () => {
    expect(callerName({ person: null, outsideName: null })).toBeNull();
    expect(callerName({ person: person({}), outsideName: null })).toBeNull();
    expect(partyName({ person: person({}), outsideName: null, number })).toBe('+33 1 99 00 12 34');
    expect(partyName({ person: null, outsideName: null, number: null })).toBeNull();
  });
});

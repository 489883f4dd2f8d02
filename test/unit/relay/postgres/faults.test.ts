import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { endsConnection, faultOf } from '../../../../src-relay/postgres/faults.ts';
import { StoreFault } from '../../../../src-relay/sql/sql.ts';

const WHERE = 'db.example:5432';
const SOMEBODY = '+33199001234';

/** As the library makes it of what the server says. */
function said(code: string, more: Partial<pg.DatabaseError> = {}): pg.DatabaseError {
  const error = new pg.DatabaseError(`value "${SOMEBODY}"`, 1, 'error');
  return Object.assign(error, { code, severity: 'ERROR', detail: `Key (tail)=(${SOMEBODY})` }, more);
}

describe('what PostgreSQL says', () => {
  test.each([
    ['40001', 'conflict', /others changed the same/],
    ['40P01', 'conflict', /waited for each other/],
    ['26000', 'conflict', /pool sessions/],
    ['08006', 'unavailable', /./],
    ['25006', 'unavailable', /takes no writes/],
    ['28P01', 'unavailable', /password/],
    ['3D000', 'unavailable', /no such database/],
    ['53100', 'unavailable', /disk is full/],
    ['53300', 'unavailable', /no connection left/],
    ['55P03', 'unavailable', /lock/],
    ['57014', 'unavailable', /too long/],
    ['57P01', 'unavailable', /stopped/],
    ['57P03', 'unavailable', /starting/],
    ['58030', 'unavailable', /disk/],
    ['XX000', 'unavailable', /./],
    ['22P02', 'refused', /refused/],
    ['23505', 'refused', /refused/],
    ['42P01', 'refused', /./],
  ])('with %s is %s', (code, kind, why) => {
    const fault = faultOf(said(code), WHERE);
    expect(fault).toMatchObject({ kind, message: expect.stringMatching(why) });
    expect(fault.message).toContain(WHERE);
    expect(fault.message).toContain(`(${code})`);
  });

  test('is a fault of a known kind, whatever its code, with nothing in it of whom a value is about', () => {
    const letter = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    fc.assert(
      fc.property(fc.string({ unit: letter, minLength: 5, maxLength: 5 }), (code) => {
        fc.pre(!/^(42|XX|F0)/.test(code));
        const fault = faultOf(said(code, { table: 'contact' }), WHERE, 'SELECT ?');
        expect(['unavailable', 'conflict', 'refused']).toContain(fault.kind);
        const shown = JSON.stringify([fault.message, fault.cause, fault.stack, { ...fault }]);
        expect(shown).not.toContain(SOMEBODY);
      }),
    );
  });

  test('is told on once', () => {
    const fault = new StoreFault('conflict', 'as it was');
    expect(faultOf(fault, WHERE)).toBe(fault);
  });
});

describe('a connection', () => {
  test.each([
    ['that was lost', new Error('Connection terminated unexpectedly'), true],
    ['that the system broke off', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), true],
    ['to what was stopped', said('57P01'), true],
    ['to what takes no writes any more', said('25006'), true],
    ['whose statement is out of date', said('0A000'), true],
    ['whose statement was refused', said('23505'), false],
    ['whose statement took too long', said('57014'), false],
    ['that met another', said('40P01'), false],
  ])('%s is of no more use, or is', (_, error, isOver) => {
    expect(endsConnection(error)).toBe(isOver);
  });
});

test.each([
  ['ECONNREFUSED', /nothing listens there/],
  ['ENOTFOUND', /no such host/],
  ['CERT_HAS_EXPIRED', /expired/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /another host/],
  ['SOMETHING_NEW', /as the system says it/],
])('what the system says with %s is unavailable', (code, why) => {
  const fault = faultOf(Object.assign(new Error('as the system says it'), { code }), WHERE);
  expect(fault).toMatchObject({ kind: 'unavailable', message: expect.stringMatching(why) });
});

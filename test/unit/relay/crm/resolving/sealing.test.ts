import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Print } from '../../../../../src-relay/crm/cache/prints.ts';
import type { CrmSecret } from '../../../../../src-relay/crm/contract.ts';
import type { Known } from '../../../../../src-relay/crm/resolving/known.ts';
import { sealingWith } from '../../../../../src-relay/crm/resolving/sealing.ts';

const print = fc.string({ minLength: 1, maxLength: 22 }).map((text) => text as Print);
const found = fc.record({ record: fc.record({ id: fc.string({ minLength: 1 }), label: fc.string() }) });
const known: fc.Arbitrary<Known> = fc.record({
  verdict: fc.constantFrom('certain', 'several', 'none'),
  person: fc.option(fc.record({ id: fc.string(), kind: fc.constantFrom('contact', 'lead') })),
  contact: fc.option(found),
  company: fc.option(fc.record({ of: print, found })),
  deals: fc.array(fc.tuple(print, found)).map((entries) => new Map(entries)),
  lacking: fc.array(print).map((all) => new Set(all)),
  extras: fc.constant(null),
  isWhole: fc.boolean(),
  who: print,
  what: print,
  refuted: fc.array(fc.string()).map((all) => new Set(all)),
  checkedAt: fc.nat(),
  saidAt: fc.option(fc.nat()),
});
const secret: fc.Arbitrary<CrmSecret> = fc.oneof(
  fc.record({ kind: fc.constant('token' as const), token: fc.string() }),
  fc.record({ kind: fc.constant('client' as const), id: fc.string(), secret: fc.string() }),
);
const key = { account: 'hubspot:1', party: 'party' as Print };

test('what is sealed is opened as it was with the same secret, and with nothing else', () => {
  fc.assert(
    fc.property(known, fc.option(print), secret, secret, (what, tail, own, other) => {
      const sealed = sealingWith(own).seal(key, { known: what, tail });
      expect(sealingWith(own).open(key, sealed)).toEqual({ known: what, tail });
      expect(sealingWith(own).open({ ...key, account: 'hubspot:2' }, sealed)).toBeNull();
      fc.pre(JSON.stringify(own) !== JSON.stringify(other));
      expect(sealingWith(other).open(key, sealed)).toBeNull();
    }),
  );
});

test('what was changed, or is no sealed text at all, is nothing', () => {
  const { seal, open } = sealingWith({ kind: 'token', token: 'pat-eu1' });
  fc.assert(
    fc.property(known, fc.nat(), fc.integer({ min: 1, max: 255 }), fc.uint8Array(), (what, at, by, noise) => {
      const sealed = Buffer.from(seal(key, { known: what, tail: null }));
      sealed.writeUInt8(sealed.readUInt8(at % sealed.length) ^ by, at % sealed.length);
      expect(open(key, sealed)).toBeNull();
      expect(open(key, noise)).toBeNull();
    }),
  );
});

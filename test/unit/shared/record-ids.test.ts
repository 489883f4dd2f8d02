import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactly } from '../../../src-shared/allo/exact-json.ts';
import { readId } from '../../../src-shared/allo/reading.ts';
import { readEvent } from '../../../src-shared/allo/events.ts';
import { recordLink } from '../../../src-shared/crm/links.ts';
import { cpuMsOf } from '../../fixtures/cpu-time.ts';

describe('numbers in JSON', () => {
  test('a whole number of any length keeps every digit, wherever it stands', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (n) => {
        const read = parseExactly(`{"a":[{"id":${n}}],"text":"${n}"}`) as { a: { id: unknown }[] };
        const value = read.a[0]?.id;
        expect(String(value)).toBe(String(n));
        expect(typeof value).toBe(
          Number.isSafeInteger(Number(n)) && BigInt(Number(n)) === n ? 'number' : 'string',
        );
      }),
    );
  });

  test.each(['', ' ', '\n', '\r\n', '\t', '[', '[ ', '[1,', '[1,\n', '{"a":', '{"a": ', '{"a":{"b":1},"c":'])(
    'keep every digit after %j',
    (before) => {
      const ends = { '{': '}', '[': ']' };
      const end = ends[before.charAt(0) as keyof typeof ends] ?? '';
      for (const digits of ['9007199254740993', '-9007199254740993', '12345678901234567890'])
        expect(JSON.stringify(parseExactly(`${before}${digits}${end}`))).toContain(`"${digits}"`);
    },
  );

  test('all else reads as JSON.parse reads it', () => {
    fc.assert(
      fc.property(
        fc.json().filter((json) => !/(?<![\d.])\d{16,}(?![\d.e])/i.test(json)),
        (json) => {
          const exact = parseExactly(json);
          expect(JSON.stringify(exact)).toBe(JSON.stringify(JSON.parse(json)));
        },
      ),
    );
    expect(() => parseExactly('{"id": 12345678901234567890')).toThrow(SyntaxError);
  });

  test('digits in a text or a name stay as they are, whatever stands beside them', () => {
    const anyText = fc.oneof(fc.string(), fc.stringMatching(/^["\\\d]{0,40}$/));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyText, anyText)),
        fc.bigInt({ min: 2n ** 53n, max: 10n ** 40n }),
        (pairs, n) => {
          const json = `{"a":${JSON.stringify(pairs)},"n":${n},"b":${JSON.stringify(Object.fromEntries(pairs))}}`;
          expect(parseExactly(json)).toEqual({ a: pairs, n: String(n), b: Object.fromEntries(pairs) });
        },
      ),
    );
  });

  test('neither a million values nor a million levels take long', () => {
    const long = '12345678901234567890';
    const ms = cpuMsOf(() => {
      parseExactly(`[${`${long},`.repeat(200_000)}1]`);
      parseExactly(`[${long},${'1,'.repeat(2_000_000)}1]`);
      parseExactly(`["${'\\\\'.repeat(2_000_000)}",${long}]`);
      parseExactly(`[${long},${'['.repeat(1e6)}1${']'.repeat(1e6)}]`);
    }, 1);
    expect(ms).toBeLessThan(10_000);
  });
});

describe('ids', () => {
  test.each([
    ['dea-1', 'dea-1'],
    [12_345, '12345'],
    [0, '0'],
    ['12345678901234567890', '12345678901234567890'],
    [2 ** 53, null],
    [1e21, null],
    [-5, null],
    [1.5, null],
    [true, null],
    ['', null],
    [null, null],
  ])('%s is the id %s', (value, id) => {
    expect(readId(value)).toBe(id);
  });
});

function deals(list: string) {
  const read = readEvent(
    parseExactly(`{"topic":"call.received","version":"2.0","timestamp":"2026-01-13T14:02:00Z","data":{"from_number":"+33199001234",
      "to_number":"+33199003300","started_at":"2026-01-13T14:02:00Z","user_email":"nora@example.com","deals":${list}}}`),
  );
  return read.ok && read.event.topic === 'call.received' ? read.event.data.deals : [];
}

describe('a click on a deal', () => {
  const crm = {
    preset: 'custom',
    name: 'CRM',
    deal: 'https://crm.example/d/{deal.id}',
    search: 'https://crm.example/s?q={name}',
  } as const;
  const facts = { person: null, company: null, integrationId: null, number: null, records: null };

  test.each([
    ['12345', 'https://crm.example/d/12345'],
    ['12345678901234567891', 'https://crm.example/d/12345678901234567891'],
    ['"12345678901234567891"', 'https://crm.example/d/12345678901234567891'],
    ['1e21', 'https://crm.example/s?q=Pilot'],
    ['-5', 'https://crm.example/s?q=Pilot'],
    ['1.5', 'https://crm.example/s?q=Pilot'],
    ['null', 'https://crm.example/s?q=Pilot'],
    ['-9007199254740993', 'https://crm.example/s?q=Pilot'],
    ['"-5"', 'https://crm.example/s?q=Pilot'],
    ['"1.23E+17"', 'https://crm.example/s?q=Pilot'],
    ['"null"', 'https://crm.example/s?q=Pilot'],
    ['"undefined"', 'https://crm.example/s?q=Pilot'],
    ['0', 'https://crm.example/s?q=Pilot'],
    ['" 512 "', 'https://crm.example/d/512'],
    ['"507191e810c19729de860ea1"', 'https://crm.example/d/507191e810c19729de860ea1'],
    ['"nancy"', 'https://crm.example/d/nancy'],
  ])('with the id %s opens %s', (id, url) => {
    const [deal = null] = deals(`[{"id":${id},"name":"Pilot"}]`);
    expect(recordLink(crm, 'deal', { ...facts, deal })?.url).toBe(url);
  });

  test('with digits that an older relay has rounded opens the search', () => {
    const [deal = null] = deals('[{"id":1,"name":"Pilot"}]');
    const rounded = deal === null ? null : { ...deal, properties: { id: 12345678901234567000 } };
    expect(recordLink(crm, 'deal', { ...facts, deal: rounded })?.leadsTo).toBe('search');
  });
});

describe('deals', () => {
  test('with a number for an id, or none, are there like others; what says nothing is not', () => {
    const read =
      deals(`[{"id":7,"name":"A"},{"name":"B"},{"id":null,"name":"C","value":"1.234,56","currency":"€"},
      {"status":"won"},{},{"id":""},null,"x",{"id":"","name":""}]`);
    expect(read.map(({ name, status, value }) => name ?? status ?? value)).toEqual(['A', 'B', 'C', 'won']);
    expect(new Set(read.map(({ id }) => id)).size).toBe(4);
    expect(read[2]).toMatchObject({ value: 1234.56, currency: '€' });
  });

  test('without ids that are listed twice are one', () => {
    const [a, b] = deals('[{"name":"B"},{"name":"B"}]');
    expect(a?.id).toBe(b?.id);
  });

  test('say their currency also in the amount', () => {
    expect(
      deals('[{"id":1,"value":"€1,200"},{"id":2,"value":"25000.0"}]').map(({ value, currency }) => [
        value,
        currency,
      ]),
    ).toEqual([
      [1200, '€'],
      [25_000, null],
    ]);
  });
});

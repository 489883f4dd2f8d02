import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { ADAPTERS } from '../../../../src-relay/assembly/crm-adapters.ts';
import { addressOf } from '../../../../src-relay/crm/asking/address.ts';
import { ASKED_CRMS, CRM_TROUBLES, type CrmAnswer } from '../../../../src-relay/crm/contract.ts';

const all = Object.values(ADAPTERS);
const reads = all.flatMap((adapter) =>
  Object.entries(adapter.reads).map(([name, read]) => ({
    adapter,
    name,
    read,
    title: `${adapter.crm} ${name}`,
  })),
);

/** What is sent as a POST and changes nothing all the same, each documented as a read. */
const READING_POSTS: Readonly<Record<string, RegExp>> = {
  hubspot: /^\/crm\/objects\/\d{4}-\d{2}\/(?:contacts|companies|deals)\/(?:search|batch\/read)$/,
  attio: /^\/v2\/objects\/(?:people|companies|deals)\/records\/query$/,
  salesforce: /^\/services\/(?:oauth2\/token|data\/v\d+\.\d\/(?:parameterizedSearch|composite\/batch))$/,
  zoho: /^\/(?:oauth\/v2\/token|crm\/v\d+\/coql)$/,
};

describe('the reads of every CRM', () => {
  it.each(reads)('$title changes nothing', ({ adapter, read }) => {
    if (read.method === 'POST') expect(read.path).toMatch(READING_POSTS[adapter.crm] ?? /^$/);
    else expect(read.method).toBe('GET');
  });

  it.each(reads)('$title is paid from a pot that has room for it', ({ adapter, read }) => {
    for (const pot of [adapter.pots[read.pot], adapter.pots['day'] ?? adapter.pots[read.pot]]) {
      expect(Number.isInteger(read.cost) && read.cost >= 1).toBe(true);
      expect(pot?.units).toBeGreaterThanOrEqual(read.cost);
      expect(pot?.everyMs).toBeGreaterThan(0);
    }
  });

  it.each(reads)('$title has an address, with whole segments to fill', ({ read }) => {
    const names = [...read.path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
    const path = Object.fromEntries(names.map((name) => [name, 'a/b']));
    const url = addressOf('https://crm.test', read, { path });
    expect(url.pathname.split('/').length).toBe(read.path.split('/').length);
    expect(read.path).toMatch(/^(?:\/(?:\{[A-Za-z]+\}|[A-Za-z0-9_.-]+))+$/);
  });
});

describe('every CRM', () => {
  it.each(all)(
    '$crm stands under its own name, with rights that say what is lost without them',
    (adapter) => {
      expect(ADAPTERS[adapter.crm]).toBe(adapter);
      expect(ASKED_CRMS).toContain(adapter.crm);
      expect(new Set(adapter.rights.map(({ name }) => name)).size).toBe(adapter.rights.length);
      for (const { without } of adapter.rights) expect(without).toMatch(/\w{3}/);
    },
  );
});

const PRIVATE = 'Ana-Lopez-private-5f3a';
const planted = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(PRIVATE),
    fc.constantFrom(null, true, 0, 1e300, '', 'error'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'error',
        'error_info',
        'errorCode',
        'message',
        'code',
        'status',
        'category',
        'policyName',
        'errors',
        'data',
        'details',
        'success',
        'type',
        'context',
        '0',
        PRIVATE,
      ),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

function answerOf(status: number, json: unknown, headers: Readonly<Record<string, string>> = {}): CrmAnswer {
  return { status, json, header: (name) => headers[name] ?? null };
}

test('whatever a CRM answers, it is read without trouble of our own, and nothing of it is repeated', () => {
  const statuses = fc.oneof(
    fc.constantFrom(200, 204, 207, 300, 400, 401, 403, 404, 409, 410, 423, 429, 477, 500, 503, 521),
    fc.integer({ min: 200, max: 599 }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...reads),
      statuses,
      fc.oneof(planted, fc.constant(undefined)),
      fc.string(),
      ({ adapter, name }, status, json, header) => {
        const answer: CrmAnswer = { status, json, header: () => header };
        const used = adapter.usedUp?.(answer) ?? null;
        expect(used === null || (used >= 0 && Number.isFinite(used))).toBe(true);
        const fault = adapter.faultOf(answer, name);
        if (fault === null) return;
        expect(CRM_TROUBLES).toContain(fault.trouble);
        expect(fault.message).not.toContain(PRIVATE);
        expect(fault.message.length).toBeGreaterThan(20);
        expect(
          fault.retryAfterMs === null || (fault.retryAfterMs >= 0 && Number.isFinite(fault.retryAfterMs)),
        ).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

test('a limit and a CRM that is down are told as such by every CRM, whatever stands beside', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...reads),
      fc.oneof(planted, fc.constant(undefined)),
      fc.constantFrom(500, 502, 503, 504),
      ({ adapter, name }, json, status) => {
        expect(adapter.faultOf(answerOf(429, json), name)?.trouble).toBe('limited');
        expect(['broken', 'limited']).toContain(adapter.faultOf(answerOf(status, json), name)?.trouble);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a page in place of an answer is never one', () => {
  for (const { adapter, name } of reads) {
    const page = answerOf(200, undefined, { 'content-type': 'text/html' });
    const fault = adapter.faultOf(page, name);
    // Null leaves it to the one door that all go through, which knows that it was HTML.
    expect(fault === null || fault.trouble === 'unreadable').toBe(true);
  }
});

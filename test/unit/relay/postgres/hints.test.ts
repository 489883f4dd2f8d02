import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallKey } from '../../../../src-shared/brand.ts';
import { readHint } from '../../../../src-relay/postgres/hints.ts';
import { payloadsOf } from '../../../../src-relay/postgres/news.ts';
import type { AgentId } from '../../../../src-relay/sql/ids.ts';

const agents = fc.uniqueArray(fc.integer({ min: 1, max: 9_007_199_254_740_991 }), { maxLength: 2000 });

describe('what relays tell each other', () => {
  it('is read as it was said, however many have news, in payloads that PostgreSQL takes', () => {
    fc.assert(
      fc.property(agents, fc.string(), (ids, call) => {
        const told = ids as AgentId[];
        const payloads = payloadsOf({ from: 'other', at: 5 }, [
          { told },
          { claimed: call as CallKey },
          { records: call as CallKey },
        ]);
        for (const payload of payloads.filter((one) => one.includes('"told"')))
          expect(Buffer.byteLength(payload)).toBeLessThan(8000);
        const news = payloads.flatMap((payload) => readHint(payload, 'this').news);
        expect(news.flatMap((one) => (one.kind === 'told' ? one.agents : []))).toEqual(told);
        expect(news.filter(({ kind }) => kind !== 'told')).toEqual([
          { kind: 'claim', call },
          { kind: 'records', call },
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it('is no news to the relay that said it, which learns how long it took', () => {
    const [payload = ''] = payloadsOf({ from: 'this', at: 5 }, [{ told: [1 as AgentId] }]);
    expect(readHint(payload, 'this')).toEqual({ news: [], ownSince: 5 });
    expect(readHint(payload, 'other')).toEqual({ news: [{ kind: 'told', agents: [1] }], ownSince: null });
  });

  it('of the directory comes from a trigger, which does not know whose it is', () => {
    expect(readHint('{"directory":true}', 'this').news).toEqual([{ kind: 'directory' }]);
  });

  it('that cannot be read may be anything: everything is looked at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (payload) => {
        const { news } = readHint(payload, 'this');
        expect(news.every(({ kind }) => kind === 'lookAgain' || kind === 'directory')).toBe(true);
      }),
    );
    for (const odd of ['', 'x', '7', 'null', '[]', '{"told":"all"}', '{"told":[null]}', '{"claimed":3}'])
      expect(readHint(odd, 'this').news).toEqual([{ kind: 'lookAgain' }]);
    expect(readHint('{"later":"version"}', 'this').news).toEqual([]);
  });
});

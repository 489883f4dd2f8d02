import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import { none } from './keychains.ts';
import { A, asking, B, C, createRelay, keysOf, useKeptBooks } from './kept-books.ts';

const books = useKeptBooks();

type Step =
  | { readonly do: 'start'; readonly with: 'A' | 'B' | 'C' | 'none'; readonly asks: boolean }
  | { readonly do: 'ring' | 'connect' | 'kill' }
  | { readonly do: 'forget' | 'note'; readonly at: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      with: fc.constantFrom('A', 'B', 'C', 'none'),
      asks: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('ring', 'connect', 'kill') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('note' as const), at: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), at: fc.nat(5) }) },
);

test('no sequence of keychains, restarts and kills loses a call or a note that was answered for', async () => {
  const vaults = { A, B, C, none };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), async (steps) => {
      await books.newFolder();
      const relay = createRelay();
      const noted: { key: CallKey; text: string }[] = [];
      let now = await books.open(A);
      await relay.connect(now);
      for (const one of steps) {
        switch (one.do) {
          case 'start': {
            await now.book.close();
            const { vault, open } = asking(vaults[one.with]);
            if (!one.asks) open();
            now = await books.open(vault, one.asks ? { patienceMs: 1 } : {});
            if (one.asks) {
              await relay.connect(now);
              open();
              await expect.poll(() => now.kept, { interval: 2 }).not.toBe('waiting');
            }
            break;
          }
          case 'kill': {
            await books.afterKill();
            await now.book.close();
            now = await books.open(A);
            break;
          }
          case 'connect':
            await relay.connect(now);
            break;
          case 'ring':
            relay.ring();
            await relay.connect(now);
            break;
          case 'forget':
            relay.forget(one.at);
            break;
          case 'note': {
            const key = keysOf(now)[one.at];
            if (key === undefined) break;
            const text = `note ${noted.length};`;
            const isKept = (await now.book.note(key, `${now.book.noteOf(key)}${text}`)) === 'kept';
            if (isKept && now.kept === 'sealed') noted.push({ key, text });
            break;
          }
        }
      }
      // Each keychain once more, and whatever there was is together.
      for (const vault of [A, B, C, A]) {
        await now.book.close();
        now = await books.open(vault);
        await relay.connect(now);
      }
      expect(now.asides).toEqual({ keychain: 0, agent: 0 });
      expect(keysOf(now)).toEqual(relay.calls.map(({ key }) => key).sort());
      for (const { key, text } of noted)
        if (now.book.call(key) !== null) expect(now.book.noteOf(key)).toContain(text);
      await now.book.close();
    }),
    { numRuns: 60 },
  );
}, 60_000);

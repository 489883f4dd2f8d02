import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NORA, ring, SAM } from '../../fixtures/allo.ts';
import { take } from './books.ts';
import { callKey, frameOf, welcome } from './heard.ts';
import { A, asking, B, createRelay, keysOf, useKeptBooks } from './kept-books.ts';

const books = useKeptBooks();

describe('another keychain at one start', () => {
  test('costs nothing: history and notes are back with the keychain, and those made meanwhile are there too', async () => {
    const relay = createRelay();
    relay.ring();
    const first = await books.open(A);
    await relay.connect(first);
    await first.book.note(callKey('call-1'), 'from A');
    await first.book.close();

    relay.ring();
    const second = await books.open(B);
    expect(second.asides).toEqual({ keychain: 1, agent: 0 });
    await relay.connect(second);
    expect(second.book.noteOf(callKey('call-1'))).toBe('');
    await second.book.note(callKey('call-1'), 'from B');
    await second.book.note(callKey('call-2'), 'only in B');
    await second.book.close();

    const third = await books.open(A);
    expect(third.asides).toEqual({ keychain: 0, agent: 0 });
    expect(keysOf(third)).toEqual(['call-1', 'call-2']);
    expect(third.book.noteOf(callKey('call-1'))).toBe('from A\nfrom B');
    expect(third.book.noteOf(callKey('call-2'))).toBe('only in B');
    await third.book.close();

    const fourth = await books.open(B);
    expect(fourth.book.noteOf(callKey('call-1'))).toBe('from A\nfrom B');
    await fourth.book.flush();
    expect((await readdir(books.folder)).sort()).toEqual(['calls.book', 'calls.key']);
  });

  test('is set aside for as long as the days say, and not longer', async () => {
    const relay = createRelay();
    relay.ring();
    const first = await books.open(A);
    await relay.connect(first);
    await first.book.close();
    const second = await books.open(B);
    second.prune();
    await second.book.flush();
    expect(second.asides.keychain).toBe(1);
    const aside = (await readdir(books.folder)).find((name) => name.includes('.aside-')) ?? '';
    const old = Date.now() / 1000 - 31 * 24 * 3600;
    await utimes(join(books.folder, aside), old, old);
    second.prune();
    await expect.poll(() => second.asides.keychain).toBe(0);
    expect((await readdir(books.folder)).sort()).toEqual(['calls.key']);
  });

  test('is erased when the agent asks, and what is at hand stays', async () => {
    const relay = createRelay();
    relay.ring();
    const first = await books.open(A);
    await relay.connect(first);
    await first.book.close();
    const second = await books.open(B);
    await relay.connect(second);
    await second.eraseAside();
    expect(second.asides.keychain).toBe(0);
    await second.book.close();
    expect((await readdir(books.folder)).sort()).toEqual(['calls.book', 'calls.key']);
    const third = await books.open(B);
    expect(keysOf(third)).toEqual(['call-1']);
  });

  test('is erased with the pairing', async () => {
    const relay = createRelay();
    relay.ring();
    const first = await books.open(A);
    await relay.connect(first);
    await first.book.close();
    const second = await books.open(B);
    await second.erase();
    expect((await readdir(books.folder)).sort()).toEqual(['calls.book', 'calls.key']);
    await second.book.close();
    const third = await books.open(A);
    expect(keysOf(third)).toEqual([]);
  });
});

describe("another agent's book", () => {
  test('is set aside with its notes, and taken back when the agent is', async () => {
    const relay = createRelay();
    relay.ring();
    const kept = await books.open(A);
    await relay.connect(kept, NORA);
    await kept.book.note(callKey('call-1'), "Nora's");
    await relay.connect(kept, SAM);
    expect(kept.asides).toEqual({ keychain: 0, agent: 1 });
    expect(kept.book.noteOf(callKey('call-1'))).toBe('');
    await kept.book.note(callKey('call-1'), "Sam's");
    await relay.connect(kept, NORA);
    expect(kept.asides).toEqual({ keychain: 0, agent: 1 });
    expect(kept.book.noteOf(callKey('call-1'))).toBe("Nora's");
    await kept.book.close();
    const again = await books.open(A);
    await relay.connect(again, SAM);
    expect(again.book.noteOf(callKey('call-1'))).toBe("Sam's");
  });

  test('is never mixed with another, however often they change places', async () => {
    const relay = createRelay();
    relay.ring();
    const kept = await books.open(A);
    for (let turn = 0; turn < 20; turn += 1) {
      const agent = turn % 2 === 0 ? NORA : SAM;
      await relay.connect(kept, agent);
      expect(kept.book.webhooksOf(callKey('call-1'))).toEqual([`msg_call-1_${agent}`]);
    }
    const asides = async () =>
      (await readdir(books.folder)).filter((name) => name.includes('.aside-')).length;
    await expect.poll(asides).toBe(1);
  });
});

describe('a keychain that asks', () => {
  test('holds nothing up: the book begins in memory, and is sealed and acknowledged when it opens', async () => {
    const relay = createRelay();
    relay.ring();
    const before = await books.open(A);
    await relay.connect(before);
    await before.book.note(callKey('call-1'), 'of before');
    before.book.dismiss(callKey('call-1'));
    await before.book.close();

    relay.ring();
    const acked: number[] = [];
    const { vault, open } = asking(A);
    const kept = await books.open(vault, { patienceMs: 5, acked });
    expect(kept.kept).toBe('waiting');
    await relay.connect(kept);
    expect(keysOf(kept)).toEqual(['call-1', 'call-2']);
    await kept.book.note(callKey('call-2'), 'while it asked');
    expect(acked).toEqual([]);
    open();
    await expect.poll(() => kept.kept).toBe('sealed');
    await expect.poll(() => acked).toEqual([2]);
    expect(kept.book.noteOf(callKey('call-1'))).toBe('of before');
    expect(kept.book.isDismissed(callKey('call-1'))).toBe(true);
    relay.ring();
    await relay.connect(kept);
    await kept.book.close();
    expect(acked.at(-1)).toBe(3);
    const again = await books.open(A);
    expect(keysOf(again)).toEqual(['call-1', 'call-2', 'call-3']);
    expect(again.book.noteOf(callKey('call-2'))).toBe('while it asked');
    expect((await readdir(books.folder)).sort()).toEqual(['calls.book', 'calls.key']);
  });

  test('and opens after the pairing was forgotten brings nothing back', async () => {
    const relay = createRelay();
    relay.ring();
    const before = await books.open(A);
    await relay.connect(before);
    await before.book.close();
    const { vault, open } = asking(A);
    const kept = await books.open(vault, { patienceMs: 5 });
    await kept.erase();
    open();
    await expect.poll(() => kept.kept).toBe('sealed');
    await kept.book.close();
    expect(keysOf(await books.open(A))).toEqual([]);
  });

  test('and opens after the pairing was forgotten takes over nothing of a version that did not seal', async () => {
    const record = { kind: 'event', epoch: 'e', heardAt: Date.now(), frame: frameOf(ring(), { seq: 1 }) };
    await writeFile(join(books.folder, 'calls.jsonl'), `${JSON.stringify(record)}\n`);
    const { vault, open } = asking(A);
    const kept = await books.open(vault, { patienceMs: 5 });
    await kept.erase();
    expect(await readdir(books.folder)).not.toContain('calls.jsonl');
    open();
    await expect.poll(() => kept.kept).toBe('sealed');
    expect(keysOf(kept)).toEqual([]);
  });

  test.each([0, 1, 2, 3, 4, 6, 8, 12, 16, 24])(
    'and opens %i turns before the pairing is forgotten brings nothing back, and what comes next is kept',
    async (turns) => {
      const relay = createRelay();
      relay.ring();
      const before = await books.open(A);
      await relay.connect(before);
      await before.book.close();
      const { vault, open } = asking(A);
      const kept = await books.open(vault, { patienceMs: 5 });
      open();
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await kept.erase();
      await expect.poll(() => kept.kept).toBe('sealed');
      expect(keysOf(kept)).toEqual([]);
      take(kept.book, welcome(), frameOf(ring(), { seq: 1, call: callKey('call-new') }));
      await kept.book.close();
      expect(keysOf(await books.open(A))).toEqual(['call-new']);
    },
  );
});

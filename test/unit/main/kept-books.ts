import { copyFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { AgentEmail, CallKey, Epoch } from '../../../src-shared/brand.ts';
import { openBookFor, type KeptBook } from '../../../src-main/book/kept-book.ts';
import type { BookPaths } from '../../../src-main/disk/paths.ts';
import type { Vault } from '../../../src-main/pairing/vault.ts';
import { NORA, ring } from '../../fixtures/allo.ts';
import { take } from './books.ts';
import { callKey, frameOf, isoAt, notedLog, welcome } from './heard.ts';
import { keychain } from './keychains.ts';

export const [A, B, C] = [keychain(0x33), keychain(0x44), keychain(0x55)];

/** Kept books on a real disk, in one folder until another is taken. */
export interface KeptBooks {
  folder: string;
  open(vault: Vault, more?: { days?: number; patienceMs?: number; acked?: number[] }): Promise<KeptBook>;
  /** Goes on in an empty folder. */
  newFolder(): Promise<string>;
  /** Goes on with what is on disk at this moment, which is all that a killed app leaves. */
  afterKill(): Promise<void>;
}

export function useKeptBooks(): KeptBooks {
  let root = '';
  let opened: KeptBook[] = [];
  const books: KeptBooks = {
    folder: '',
    async open(vault, more = {}) {
      const kept = await openBookFor({
        paths: pathsIn(books.folder),
        vault,
        log: notedLog(),
        onDurable: (_, seq) => void more.acked?.push(seq),
        days: () => more.days ?? 30,
        patienceMs: more.patienceMs ?? 2_000,
      });
      opened.push(kept);
      return kept;
    },
    newFolder: async () => (books.folder = await mkdtemp(join(root, 'data-'))),
    async afterKill() {
      const before = books.folder;
      const after = await mkdtemp(join(root, 'data-'));
      copyNow(before, after);
      books.folder = after;
    },
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ringside-keychains-'));
    await books.newFolder();
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ book }) => book.close()));
    opened = [];
    await rm(root, { recursive: true, force: true });
  });
  return books;
}

function pathsIn(data: string): BookPaths {
  return {
    sealed: join(data, 'calls.book'),
    key: join(data, 'calls.key'),
    plain: join(data, 'calls.jsonl'),
    closed: join(data, 'closed.json'),
    rung: join(data, 'rung.json'),
  };
}

/** A keychain that answers nobody until it is opened. */
export function asking(vault: Vault): { vault: Vault; open: () => void } {
  let open = (): void => {};
  const isOpen = new Promise<void>((resolve) => (open = resolve));
  return {
    vault: {
      seal: (secret) => isOpen.then(() => vault.seal(secret)),
      open: (sealed) => isOpen.then(() => vault.open(sealed)),
    },
    open,
  };
}

/** A relay that has these calls, one event each, and counts anew when somebody is forgotten. */
export function createRelay() {
  const calls: { key: CallKey; seq: number }[] = [];
  let seq = 0;
  let epochs = 1;
  const epoch = () => `epoch-${epochs}` as Epoch;
  const frame = (one: { key: CallKey; seq: number }, agent: string) =>
    frameOf(ring({ started_at: isoAt(Date.now() - 60_000) }), {
      seq: one.seq,
      call: one.key,
      id: `msg_${one.key}_${agent}`,
    });
  return {
    calls,
    ring: () => calls.push({ key: callKey(`call-${(seq += 1)}`), seq }),
    forget(at: number) {
      if (calls.splice(at % Math.max(1, calls.length), 1).length > 0) epochs += 1;
    },
    /** What it sends a book that connects. */
    async connect({ book, turnTo }: KeptBook, agent: string = NORA) {
      if (!book.belongTo(agent)) expect(await turnTo(agent)).toBe(true);
      const cursor = book.cursor();
      const isKnown = cursor.epoch === epoch();
      take(book, { ...welcome(epoch(), isKnown ? cursor.after : 0), agent: agent as AgentEmail });
      if (cursor.epoch !== null && !isKnown) take(book, { type: 'reset', reason: 'epoch' });
      for (const one of calls) if (!isKnown || one.seq > cursor.after) take(book, frame(one, agent));
      take(book, { type: 'live' });
    },
  };
}

/** At once, and the book last: what is set aside is erased only after the book has it. */
function copyNow(from: string, to: string): void {
  for (const name of readdirSync(from).sort().reverse()) {
    try {
      copyFileSync(join(from, name), join(to, name));
    } catch {
      // Gone in this moment.
    }
  }
}

export const keysOf = ({ book }: KeptBook) =>
  book
    .order()
    .map(({ key }) => key)
    .sort();

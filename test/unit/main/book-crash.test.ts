import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openCallBook } from '../../../src-main/book/open-book.ts';
import { callKey, notedLog } from './heard.ts';
import { SEAL } from './sealing.ts';

const events = 1_000_000;
const WRITER = join(import.meta.dirname, 'book-writer.ts');

test(
  'SIGKILL at any moment loses no event that was acknowledged and no note that was answered for',
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ringside-crash-'));
    const path = join(folder, 'calls.book');
    let acked = 0;
    const noted = new Set<number>();
    for (const acksBeforeKill of [1, 7, 30, 90]) {
      const child = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      const gone = once(child, 'exit');
      let seen = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        if (line.startsWith('note ')) noted.add(Number(line.slice('note '.length)));
        else acked = Math.max(acked, Number(line));
        seen += 1;
        if (seen === acksBeforeKill) child.kill('SIGKILL');
      }
      await gone;
      const book = await openCallBook({ path, seal: SEAL, log: notedLog(), onDurable: () => {}, events });
      const { after } = book.cursor();
      expect(after).toBeGreaterThanOrEqual(acked);
      // Every event up to the cursor is there: the writer gives each a call of its own.
      expect(book.order()).toHaveLength(after);
      for (const seq of noted) expect(book.noteOf(callKey(`call-${seq}`))).toBe(`note-${seq}`);
      await book.close();
    }
    expect(acked).toBeGreaterThan(90);
    expect(noted.size).toBeGreaterThan(3);
    await rm(folder, { recursive: true, force: true });
  },
);

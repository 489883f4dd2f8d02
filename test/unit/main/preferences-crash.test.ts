import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPreferences } from '../../../src-main/preferences/preference-store.ts';
import { notedLog } from './heard.ts';

const WRITER = join(import.meta.dirname, 'preference-writer.ts');
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ringside-choices-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test('SIGKILL right after the answer loses no choice', { timeout: 30_000 }, async () => {
  const path = join(folder, 'preferences.json');
  for (const answersBeforeKill of [1, 2, 5, 20]) {
    const child = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = once(child, 'exit');
    let answered = 0;
    let seen = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      answered = Number(line);
      seen += 1;
      if (seen === answersBeforeKill) child.kill('SIGKILL');
    }
    await gone;
    // One more may have been written whose answer nobody heard.
    const { historyDays } = openPreferences(path, notedLog()).get();
    expect([answered, (answered % 90) + 1]).toContain(historyDays);
  }
});

test('a choice that the disk did not take says so, and is tried again at the end', async () => {
  const path = join(folder, 'not-there', 'preferences.json');
  const preferences = openPreferences(path, notedLog());
  expect(await preferences.set({ historyDays: 7 })).toBe(false);
  await mkdir(join(folder, 'not-there'));
  await preferences.settled();
  expect(openPreferences(path, notedLog()).get().historyDays).toBe(7);
});

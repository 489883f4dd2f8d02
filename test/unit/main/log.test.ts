import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codeOf, openLog } from '../../../src-main/log.ts';
import { until } from '../../fixtures/until.ts';

test('lines go to a file of this user alone, which is put aside at 1 MiB', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-log-'));
  const path = join(folder, 'logs', 'ringside.log');
  const echoed: string[] = [];
  const log = openLog(path, (line) => echoed.push(line));
  log.info('first', { attempt: 1 });
  await until('the first line', async () => (await readFile(path, 'utf8').catch(() => '')).includes('first'));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(echoed[0]).toMatch(/^\d{4}-.*Z info first \{"attempt":1\}\n$/);
  for (let n = 0; n < 12; n += 1) log.warn('x'.repeat(100_000));
  log.error('last');
  await until('a second file', () => stat(`${path}.1`).catch(() => null));
  await until('the last line', async () => (await readFile(path, 'utf8')).includes('error last'));
  expect((await stat(path)).size).toBeLessThan(1024 * 1024);
  await rm(folder, { recursive: true, force: true });
});

test('of an error only its code or kind is told', () => {
  expect(codeOf(Object.assign(new Error('+33199001234'), { code: 'ENOSPC' }))).toBe('ENOSPC');
  expect(codeOf(new TypeError('+33199001234'))).toBe('TypeError');
  expect(codeOf('+33199001234')).toBe('string');
});

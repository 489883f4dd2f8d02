import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { logUncaught } from '../../../src-main/uncaught.ts';
import { notedLog } from './heard.ts';

function caught(...errors: unknown[]): readonly string[] {
  const source = new EventEmitter();
  const log = notedLog();
  logUncaught(source, log, () => {});
  for (const error of errors) source.emit('uncaughtException', error);
  source.emit('unhandledRejection', errors[0]);
  return log.lines;
}

test('an error that nobody caught is logged with its place, and without what it says', () => {
  const lines = caught(new TypeError('Ana Lopez +33199001234\n    at Ana:1:2'), 'Ana Lopez', null);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(
    /an error that nobody caught .*"code":"TypeError","at":"uncaught\.test\.ts:\d+:\d+"/,
  );
  expect(lines[3]).toContain('a rejection that nobody caught');
  expect(lines.join()).not.toMatch(/Ana|3319/);
});

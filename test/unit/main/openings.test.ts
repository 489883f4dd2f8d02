import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { App } from 'electron';
import { listenForOpenings, type Opening } from '../../../src-main/pairing/openings.ts';

const LINK = 'ringside://pair?relay=https%3A%2F%2Frelay.example&code=abcd';

test('what the system asks while the app starts waits, in its order, and what comes later is told at once', () => {
  const app = new EventEmitter();
  const openings = listenForOpenings(app as unknown as App);
  const prevented: string[] = [];
  app.emit('second-instance', {}, ['ringside']);
  app.emit('open-url', { preventDefault: () => prevented.push('open-url') }, LINK);
  const told: Opening[] = [];
  openings.follow((opening) => told.push(opening));
  expect(told).toEqual([[], [LINK]]);
  app.emit('second-instance', {}, ['ringside', '--flag', LINK]);
  expect(told).toEqual([[], [LINK], ['--flag', LINK]]);
  expect(prevented).toEqual(['open-url']);
});

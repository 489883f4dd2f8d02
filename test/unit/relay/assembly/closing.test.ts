import { describe, expect, it } from 'vitest';
import { closingOrder } from '../../../../src-relay/assembly/closing.ts';

describe('closing', () => {
  it('runs every step in reverse order, whatever becomes of the others, and tells of each that failed', async () => {
    const done: string[] = [];
    const told: unknown[] = [];
    const closing = closingOrder((error) => told.push(error), 20);
    closing.add(() => done.push('lock'));
    closing.add(() => {
      done.push('journal');
      throw new Error('disk');
    });
    closing.add(() => new Promise(() => done.push('hangs')));
    closing.add(() => Promise.reject(new Error('socket')));
    closing.add(async () => {
      await Promise.resolve();
      done.push('sweeps');
    });
    await closing.run();
    expect(done).toEqual(['sweeps', 'hangs', 'journal', 'lock']);
    expect(told.map(String)).toEqual(['Error: socket', 'Error: a step of closing hangs', 'Error: disk']);
  });

  it('runs once, however often it is asked for', async () => {
    let runs = 0;
    const closing = closingOrder(() => {});
    closing.add(() => (runs += 1));
    await Promise.all([closing.run(), closing.run()]);
    expect(runs).toBe(1);
  });
});

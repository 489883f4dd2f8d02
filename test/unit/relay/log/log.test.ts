import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relayLog } from '../../../../src-relay/log/log.ts';

describe('the log', () => {
  it('never throws, whatever value it is given', () => {
    const lines: string[] = [];
    const { log } = relayLog('trace', (line) => void lines.push(line));
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const hostile = {
      get reason(): string {
        throw new Error('no');
      },
    };
    const values = [
      circular,
      { big: 10n },
      hostile,
      { err: hostile },
      { err: Object.assign(new Error('x'), { cause: circular }) },
      {
        toJSON: () => {
          throw new Error('no');
        },
      },
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
      Symbol('x'),
    ];
    for (const value of values) expect(() => log.error(value as object, 'said')).not.toThrow();
    log.info('still here');
    expect(lines.at(-1)).toContain('still here');
  });

  it('never throws for a value out of anything', () => {
    const { log } = relayLog('trace', () => {});
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) =>
        log.warn({ value }, 'x'),
      ),
    );
  });

  it.each(['EPIPE', 'ENOSPC', 'EIO', 'EAGAIN'])(
    'counts what is lost to %s, and goes on when it can',
    (code) => {
      const lines: string[] = [];
      let isBroken = true;
      const { log, lost } = relayLog('info', (line) => {
        if (isBroken) throw Object.assign(new Error(code), { code });
        lines.push(line);
      });
      log.info('one');
      log.info('two');
      expect(lost()).toBe(2);
      isBroken = false;
      log.info('three');
      const written = lines
        .join('')
        .split('\n')
        .filter((line) => line !== '');
      expect(written.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['three']);
      expect(lost()).toBe(2);
    },
  );
});

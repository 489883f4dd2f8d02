import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proxyName, readHops } from '../../../../src-main/network/hops.ts';

test.each([
  ['DIRECT', [{ kind: 'direct' }]],
  ['PROXY proxy.example:3128', [{ kind: 'http', host: 'proxy.example', port: 3128 }]],
  ['PROXY proxy.example:80', [{ kind: 'http', host: 'proxy.example', port: 80 }]],
  ['PROXY proxy.example', [{ kind: 'http', host: 'proxy.example', port: 80 }]],
  ['HTTPS proxy.example', [{ kind: 'https', host: 'proxy.example', port: 443 }]],
  ['SOCKS5 10.0.0.1:1080', [{ kind: 'socks5', host: '10.0.0.1', port: 1080 }]],
  ['SOCKS 10.0.0.1', [{ kind: 'socks4', host: '10.0.0.1', port: 1080 }]],
  ['PROXY [fd00::1]:3128', [{ kind: 'http', host: 'fd00::1', port: 3128 }]],
  [
    'PROXY a.example:1; PROXY b.example:2;DIRECT',
    [
      { kind: 'http', host: 'a.example', port: 1 },
      { kind: 'http', host: 'b.example', port: 2 },
      { kind: 'direct' },
    ],
  ],
  ['QUIC a.example:1; DIRECT', [{ kind: 'direct' }]],
  ['', []],
  ['PROXY', []],
  ['PROXY a b', []],
  ['constructor x:1', []],
])('%j is the way %j', (answer, hops) => {
  expect(readHops(answer)).toEqual(hops);
});

test('no answer throws, and none makes a way longer than eight', () => {
  fc.assert(fc.property(fc.string(), (answer) => readHops(`${answer};DIRECT`.repeat(20)).length <= 8));
});

test('a proxy is named as people write it', () => {
  expect(proxyName({ kind: 'http', host: 'fd00::1', port: 3128 })).toBe('[fd00::1]:3128');
  expect(proxyName({ kind: 'http', host: 'proxy.example', port: 3128 })).toBe('proxy.example:3128');
});

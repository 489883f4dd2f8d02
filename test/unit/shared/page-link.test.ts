import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CODE_IN_FRAGMENT,
  linkAmong,
  pairingLinks,
  readPairingLink,
} from '../../../src-shared/wire/pairing-link.ts';

const CODE = 'Abc-123_xyzAbc-123_xyz';
const PAGE = `https://relay.example/join#${CODE}`;

function relayIn(text: string): string | null {
  const read = readPairingLink(text);
  return read.ok && read.code === CODE ? read.relay.href : null;
}

const relays = [
  ['https://relay.example', 'https://relay.example/'],
  ['https://relay.example:8443', 'https://relay.example:8443/'],
  ['https://example.com/ringside', 'https://example.com/ringside'],
  ['https://example.com/ringside/', 'https://example.com/ringside'],
  ['https://example.com/a/b/join', 'https://example.com/a/b/join'],
  ['https://exämple.com', 'https://xn--exmple-cua.com/'],
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787/'],
  ['http://localhost:8787', 'http://localhost:8787/'],
  ['http://[::1]:8787', 'http://[::1]:8787/'],
] as const;

test.each(relays)('the page of %s is as good a link as the one of the scheme', (relay, href) => {
  const { page, link } = pairingLinks(relay, CODE);
  expect(relayIn(page)).toBe(href);
  expect(readPairingLink(link)).toMatchObject({ ok: true, code: CODE });
  expect(readPairingLink(`${page}\n\nIf you have Ringside already:\n${link}\n`)).toMatchObject({
    ok: true,
    code: CODE,
  });
});

test.each([
  `${PAGE}.`,
  `${PAGE}…`,
  `<${PAGE}>`,
  `«\u00A0${PAGE}\u00A0»`,
  `“${PAGE}”`,
  `"${PAGE}",`,
  `(${PAGE})`,
  `[here](${PAGE})`,
  `**${PAGE}**`,
  `\u200B${PAGE}\uFEFF`,
  `Hi Nora, please open ${PAGE} within 15 minutes.`,
  `Hi Nora,\r\n\r\n${PAGE}\r\n\r\nBest regards, https://example.com/about`,
  `> ${PAGE}!`,
  `${PAGE}<${PAGE}>`,
  PAGE.replace('#', '%23'),
  PAGE.replace('/join', '/join/'),
  PAGE.replace('#', '?utm_source=mail&utm_medium=x#'),
  PAGE.replace('#', '?utm_source=mail&amp;x=%23#'),
  PAGE.replace('https://relay.example', 'HTTPS://RELAY.EXAMPLE'),
  PAGE.replace('relay.exa', 'relay.exa\r\n'),
  PAGE.replace('/join', '/\r\njoin'),
  PAGE.replace('#Abc-', '#\r\nAbc-'),
  PAGE.replace('#Abc-', '#Abc-\r\n'),
  `Hi,\n${PAGE.replace('#Abc-', '#Abc-\r\n')}\nBest regards`,
  `Hi,\n${PAGE.slice(0, -1)}\n${PAGE.slice(-1)}\nBest regards`,
])('the link of the page is found in what was pasted with it: %j', (text) => {
  expect(relayIn(text)).toBe('https://relay.example/');
});

test('what follows a whole code is not added to it', () => {
  expect(relayIn(`${PAGE} Thanks`)).toBe('https://relay.example/');
  expect(relayIn(`${PAGE}\nab`)).toBe('https://relay.example/');
});

test('whatever a mail puts around a link of the page, it is read as it is alone', () => {
  const around = fc.stringMatching(/^[\s\w.,:;!?'"“”«»<>()[\]*-]*$/);
  fc.assert(
    fc.property(around, around, (before, after) => {
      expect(relayIn(`${before} ${PAGE} ${after}`)).toBe('https://relay.example/');
    }),
  );
});

test.each([
  ['another host', `${PAGE} https://evil.example/join#${CODE}`],
  ['another port', `${PAGE} https://relay.example:8443/join#${CODE}`],
  ['another path', `${PAGE} https://relay.example/other/join#${CODE}`],
  ['the other kind', `${PAGE} ${pairingLinks('https://evil.example', CODE).link}`],
])('of links to two relays none is taken: %s', (_, text) => {
  expect(readPairingLink(text)).toEqual({ ok: false, problem: 'not-a-link' });
});

test.each([
  'http://relay.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://10.0.0.1:8787',
  'http://[::2]:8787',
])('the page of a relay without encryption beyond this machine is insecure: %s', (relay) => {
  expect(readPairingLink(`${relay}/join#${CODE}`)).toEqual({ ok: false, problem: 'insecure' });
});

test.each([
  'https://relay.example/join',
  'https://relay.example/join#',
  'https://relay.example/join#abc',
  `https://relay.example/join#${'x'.repeat(129)}`,
  `https://relay.example/join#${CODE}&utm_source=mail`,
  `https://relay.example/join#${CODE}?utm_source=mail`,
  `https://relay.example/join#${CODE}/..`,
  `https://relay.example/join#${CODE}#${CODE}`,
  `https://relay.example/join#code=${CODE}`,
  'https://relay.example/join#a%0d%0ab',
  `https://relay.example/joined#${CODE}`,
  `https://relay.example/JOIN#${CODE}`,
  `https://relay.example/pair#${CODE}`,
  `https://relay.example#/join#${CODE}`,
  `https://relay.example?/join#${CODE}`,
  `https://user:pw@relay.example/join#${CODE}`,
  `https://relay.example@evil.example/join#${CODE}`,
  `https://evil.example/?to=https://relay.example/join#${CODE}`,
  `https://evil.example/r?url=https%3A%2F%2Frelay.example%2Fjoin%23${CODE}&data=x`,
  `ws://relay.example/join#${CODE}`,
  `javascript:https://x/join#${CODE}`.replace('https', 'file'),
  `//relay.example/join#${CODE}`,
  `https:///join#${CODE}`,
  `https://relay.example:99999/join#${CODE}`,
  `https://[::1/join#${CODE}`,
  `https://relay.example/${'x'.repeat(3000)}/join#${CODE}`,
])('is no pairing link: %s', (text) => {
  expect(readPairingLink(text)).toEqual({ ok: false, problem: 'not-a-link' });
});

test('a link of the page names the host that a browser would ask, however it is dressed up', () => {
  const odd = fc.constantFrom(
    '',
    '@',
    ':8443',
    ':pw@relay.example',
    '\\@relay.example',
    '/..',
    '/.',
    '%2e',
    '%23',
  );
  const path = fc.stringMatching(/^(?:\/[\w.~%@:!$&'*+,;=-]*){0,3}(?:\?[\w&=%]*)?$/);
  const dressed = fc.tuple(
    fc.tuple(fc.domain(), odd, path).map((parts) => `https://${parts.join('')}`),
    odd,
  );
  fc.assert(
    fc.property(dressed, ([url, junk]) => {
      const text = `${url}${junk}/join#${CODE}`;
      const read = readPairingLink(text);
      if (!read.ok) return;
      const asked = new URL(text.includes('%23') ? text.replace('%23', '#') : text);
      expect(read.relay.host).toBe(asked.host);
      expect(read.relay.protocol).toBe('https:');
      expect(asked.username + asked.password).toBe('');
    }),
  );
});

test('every link that is made is read as what it was made of, alone and both in one mail', () => {
  const relay = fc
    .tuple(fc.domain(), fc.integer({ min: 1, max: 65_535 }), fc.array(fc.stringMatching(/^[a-z0-9-]{1,9}$/)))
    .map(([host, port, path]) => `https://${host}:${port}${path.map((part) => `/${part}`).join('')}`);
  fc.assert(
    fc.property(relay, fc.stringMatching(/^[A-Za-z0-9_-]{22}$/), (relay, code) => {
      const { link, page } = pairingLinks(relay, code);
      const href = new URL(relay).href;
      for (const text of [link, page, `${page}\n${link}`, `${link} ${page}`]) {
        const read = readPairingLink(text);
        expect(read.ok && [read.relay.href, read.code]).toEqual([href, code]);
      }
    }),
  );
});

test.each([
  [`#${CODE}`, CODE],
  [`#${CODE}.`, CODE],
  [`#${CODE})`, CODE],
  [`#${CODE}%3E`, CODE],
  [`#${CODE}%E2%80%9D`, CODE],
  ['', undefined],
  ['#', undefined],
  ['#abc', undefined],
  [`#${'x'.repeat(129)}`, undefined],
  [`#${CODE}&utm_source=mail`, undefined],
  [`#code=${CODE}`, undefined],
  [`#<img src=x>`, undefined],
])('the page finds the code in %j', (hash, code) => {
  expect(new RegExp(CODE_IN_FRAGMENT).exec(hash)?.[1]).toBe(code);
});

test('the link of a page among the arguments is taken, and no other address', () => {
  expect(linkAmong(['--flag', PAGE])).toBe(PAGE);
  expect(linkAmong(['https://example.com', '--flag=https://relay.example/join#abcd'])).toBeNull();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agentSocketUrl, doorOf, readRelayAddress } from '../../../src-shared/wire/relay-address.ts';
import { linkAmong, readPairingLink } from '../../../src-shared/wire/pairing-link.ts';

function linkTo(relay: string, code = 'Abc-123_xyz'): string {
  return `ringside://pair?relay=${encodeURIComponent(relay)}&code=${code}`;
}

test.each([
  ['https://relay.example', 'https://relay.example/'],
  ['https://relay.example:8443/ringside', 'https://relay.example:8443/ringside'],
  ['http://127.0.0.1:8787', 'http://127.0.0.1:8787/'],
  ['http://localhost:8787', 'http://localhost:8787/'],
  ['http://[::1]:8787', 'http://[::1]:8787/'],
])('a link to %s is read', (relay, href) => {
  const read = readPairingLink(`  ${linkTo(relay)}\n`);
  expect(read).toMatchObject({ ok: true, code: 'Abc-123_xyz' });
  expect(read.ok && read.relay.href).toBe(href);
});

const LINK = linkTo('https://relay.example');
test.each([
  `${LINK}.`,
  `${LINK}…`,
  `<${LINK}>`,
  `‹${LINK}›`,
  `‹${LINK}>`,
  `«\u00A0${LINK}\u00A0»`,
  `“${LINK}”`,
  `"${LINK}",`,
  `(${LINK})`,
  `[here](${LINK})`,
  `**${LINK}**`,
  `\u200B${LINK}\uFEFF`,
  LINK.replace('&code', '\u200B&code'),
  LINK.replace('&', '&amp;'),
  LINK.replace('&', '&#38;'),
  `Hi Nora, please click ${LINK} within 15 minutes.`,
  `Hi Nora,\r\n\r\n${LINK}\r\n\r\nBest regards`,
  `> ${LINK}!`,
  `${LINK} ${LINK}`,
  LINK.replace('relay.exa', 'relay.exa\r\n'),
  LINK.replace('ringside://pair', 'RINGSIDE://PAIR/'),
])('a link is found in what was pasted with it: %s', (text) => {
  expect(readPairingLink(text)).toMatchObject({ ok: true, code: 'Abc-123_xyz' });
});

test('whatever a mail puts around a link, the link in it is read as it is alone', () => {
  const around = fc
    .stringMatching(/^[\s\w.,:;!?'"“”«»<>()[\]*-]*$/)
    .map((text) => text.replaceAll(/ringside/gi, ''));
  fc.assert(
    fc.property(around, around, (before, after) => {
      const read = readPairingLink(`${before} ${LINK} ${after}`);
      expect(read).toMatchObject({ ok: true, code: 'Abc-123_xyz' });
      expect(read.ok && read.relay.href).toBe('https://relay.example/');
    }),
  );
});

test('of links to two relays none is taken', () => {
  expect(readPairingLink(`${LINK} ${linkTo('https://evil.example')}`).ok).toBe(false);
});

test('the slash that some systems add is forgiven', () => {
  expect(readPairingLink('ringside://pair/?relay=https%3A%2F%2Frelay.example&code=abcd').ok).toBe(true);
});

test.each([
  'http://relay.example',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://10.0.0.1:8787',
])('a relay without encryption beyond this machine is insecure: %s', (relay) => {
  expect(readPairingLink(linkTo(relay))).toEqual({ ok: false, problem: 'insecure' });
});

test.each([
  '',
  'pair',
  'https://relay.example',
  'ringside:pair?relay=https://relay.example&code=abcd',
  'ringside://pair',
  'ringside://pair?relay=https%3A%2F%2Frelay.example',
  'ringside://pair?code=abcd',
  'ringside://unpair?relay=https%3A%2F%2Frelay.example&code=abcd',
  'ringside://pair/more?relay=https%3A%2F%2Frelay.example&code=abcd',
  'ringside://pair@evil?relay=https%3A%2F%2Frelay.example&code=abcd',
  'ringside://user:pw@pair?relay=https%3A%2F%2Frelay.example&code=abcd',
  'ringside://pair?relay=https%3A%2F%2Frelay.example&code=abcd#more',
  'ringside://pair?relay=https%3A%2F%2Frelay.example&relay=https%3A%2F%2Fevil.example&code=abcd',
  'ringside://pair?relay=https%3A%2F%2Frelay.example&code=abcd&code=efgh',
  linkTo('https://user:pw@relay.example'),
  linkTo('https://relay.example/?x=1'),
  linkTo('https://relay.example/#x'),
  linkTo('https://relay.example/ringside?'),
  linkTo('https://relay.example/ringside#'),
  linkTo('file:///etc/passwd'),
  linkTo('javascript:alert(1)'),
  linkTo('ws://relay.example'),
  linkTo('//relay.example'),
  linkTo('https://'),
  linkTo('https://relay.example', ''),
  linkTo('https://relay.example', 'a%0d%0ab'),
  linkTo('https://relay.example', '..%2F..'),
  linkTo('https://relay.example', 'x'.repeat(129)),
  linkTo(`https://relay.example/${'x'.repeat(3000)}`),
])('is no pairing link: %s', (text) => {
  expect(readPairingLink(text)).toEqual({ ok: false, problem: 'not-a-link' });
});

test('no text at all makes the reader throw, and what it lets through is encrypted or local', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.webUrl().map((url) => linkTo(url)),
    fc.string().map((s) => linkTo(s)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const read = readPairingLink(text);
      if (read.ok && read.relay.protocol !== 'https:') {
        expect(['127.0.0.1', 'localhost', '[::1]']).toContain(read.relay.hostname);
      }
    }),
  );
});

test("the system's arguments are searched for a link in any case", () => {
  expect(linkAmong(['--flag', 'RINGSIDE://pair?x=1', 'other'])).toBe('RINGSIDE://pair?x=1');
  expect(linkAmong(['--flag', 'ringside.txt'])).toBeNull();
});

test('doors are found behind a proxy path, and the socket is as encrypted as the relay', () => {
  const behind = readRelayAddress('https://example.org/ringside');
  const local = readRelayAddress('http://127.0.0.1:8787');
  if (!behind.ok || !local.ok) throw new Error('not read');
  expect(doorOf(behind.url, 'pair').href).toBe('https://example.org/ringside/pair');
  expect(agentSocketUrl(behind.url).href).toBe('wss://example.org/ringside/agent');
  expect(agentSocketUrl(local.url).href).toBe('ws://127.0.0.1:8787/agent');
});

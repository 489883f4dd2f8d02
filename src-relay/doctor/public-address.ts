import { randomBytes, randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../src-shared/wire/protocol.ts';
import { JOIN_DOOR } from '../../src-shared/wire/pairing-link.ts';
import { agentSocketUrl, doorOf } from '../../src-shared/wire/relay-address.ts';
import { AGENT_PATH } from '../hub/upgrade.ts';
import { sign, type Secret } from '../webhook-secrets/signature.ts';
import { WEBHOOK_PATH } from '../intake/webhooks.ts';
import { DOCTOR_WEBHOOK_PREFIX } from '../webhook-secrets/signature-watch.ts';
import { ask, statusOf, whyNoAnswer, type Asked } from './asking.ts';
import { clockFinding } from './clock.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const WITHIN_MS = 5000;

export interface PublicParts {
  readonly publicUrl: string;
  readonly secrets: readonly Secret[];
  /** A webhook id that the journal has: signed again it is a duplicate, which leaves no trace but a count. */
  readonly knownId: string | null;
  readonly now: () => number;
}

/**
 * Whether Allo and the apps get through to the relay from outside, and whether it lets nobody else in. It leaves counts
 * of refused webhooks and a duplicate in the metrics, and nothing in the journal.
 */
export async function lookAtPublicAddress(parts: PublicParts): Promise<Finding[]> {
  const { publicUrl, secrets, knownId, now } = parts;
  const about = 'public address';
  // The path of a relay behind a proxy is part of its address, as it is for the apps.
  const base = new URL(publicUrl);
  const webhooks = doorOf(base, WEBHOOK_PATH.slice(1));
  const findings: Finding[] = [];
  if (webhooks.protocol !== 'https:') {
    findings.push(
      warn(about, `${webhooks.origin} is not https`, 'put a TLS proxy in front: Allo sends to https only'),
    );
  }
  const unsigned = await ask(webhooks, { method: 'POST', body: '{}' });
  if (!unsigned.ok) {
    const todo = 'check DNS, the firewall, the certificate and the proxy: Allo cannot get through either';
    return [...findings, fail(about, `no answer at ${webhooks.href}: ${unsigned.why}`, todo)];
  }
  if (unsigned.status === 503) {
    return [
      ...findings,
      fail(about, `${webhooks.href} answers 503`, 'the relay is not ready: see the lines above'),
    ];
  }
  findings.push(expectation(unsigned, 400, `${webhooks.href} is a relay`, 'an unsigned webhook'));
  const date = Date.parse(unsigned.headers.get('date') ?? '');
  if (!Number.isNaN(date)) findings.push(clockFinding((date - now()) / 1000, 'the public address’s'));
  const forged = await post(
    webhooks,
    `${DOCTOR_WEBHOOK_PREFIX}${randomUUID()}`,
    `v1,${randomBytes(32).toString('base64')}`,
    now(),
  );
  findings.push(expectation(forged, 401, 'a forged signature is refused', 'a forged signature'));
  if (knownId !== null) {
    for (const secret of secrets) findings.push(await lookAtSecret(webhooks, secret, knownId, now()));
  }
  findings.push(await lookAtSocket(base), await lookAtPage(base));
  return findings;
}

async function lookAtSecret(url: URL, secret: Secret, id: string, now: number): Promise<Finding> {
  const signature = sign(secret, { id, timestamp: secondsOf(now), body: new TextEncoder().encode(PROBE) });
  const answer = await post(url, id, signature, now);
  const signed = `a webhook signed with the secret ${secret.fingerprint}`;
  if (answer.ok && answer.status === 200 && answer.text === '{"status":"duplicate"}')
    return ok('public address', `${signed} gets through`);
  if (answer.ok && answer.status === 200) {
    return fail(
      'public address',
      'leads to a relay that has the secret, but not the newest webhook of this one',
      'two relays are running: let the proxy lead to this one, and stop the other',
    );
  }
  return fail(
    'public address',
    `${signed} got ${statusOf(answer)}`,
    'the relay there has other secrets, or a proxy changes the request',
  );
}

const PROBE = '{"topic":"ringside.doctor"}';

function post(url: URL, id: string, signature: string, now: number): Promise<Asked> {
  const headers = { 'webhook-id': id, 'webhook-timestamp': secondsOf(now), 'webhook-signature': signature };
  return ask(url, { method: 'POST', headers, body: PROBE });
}

function secondsOf(now: number): string {
  return String(Math.floor(now / 1000));
}

function expectation(answer: Asked, status: number, good: string, what: string): Finding {
  if (answer.ok && answer.status === status) return ok('public address', good);
  return fail(
    'public address',
    `${what} got ${statusOf(answer)} instead of ${status}`,
    `something else answers there: the proxy must hand ${WEBHOOK_PATH} to the relay unchanged`,
  );
}

/** The page behind a pairing link: what is sent to agents leads there. */
async function lookAtPage(base: URL): Promise<Finding> {
  const page = doorOf(base, JOIN_DOOR);
  const answer = await ask(page);
  if (answer.ok && answer.status === 200 && answer.text.includes(`data-door="${JOIN_DOOR}"`))
    return ok('public address', 'the page behind pairing links gets through');
  return warn(
    'public address',
    `the page behind pairing links, ${page.href}, got ${statusOf(answer)}`,
    `the proxy must hand ${page.pathname} to the relay: without it the links that agents are sent lead nowhere`,
  );
}

/** Without a token the relay answers 401 to an upgrade; a proxy that drops the upgrade makes that 426 or worse. */
async function lookAtSocket(base: URL): Promise<Finding> {
  const said = await new Promise<string>((resolve) => {
    const socket = new WebSocket(agentSocketUrl(base), SUBPROTOCOL, { handshakeTimeout: WITHIN_MS });
    socket.on('unexpected-response', (request, response) => {
      resolve(String(response.statusCode));
      request.destroy();
    });
    socket.on('error', (error) => resolve(`no answer (${whyNoAnswer(error)})`));
    socket.on('open', () => {
      resolve('101');
      socket.terminate();
    });
  });
  if (said === '401') return ok('public address', 'apps get through (WebSocket)');
  return fail(
    'public address',
    `a WebSocket without a token got ${said} instead of 401`,
    `the proxy must pass Upgrade on ${AGENT_PATH}`,
  );
}

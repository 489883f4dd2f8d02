import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { firstLine } from '../../scripts/machine/first-line.ts';
import type { Machine } from '../../scripts/machine/machine.ts';
import { RELAY } from '../../scripts/relay/process.ts';
import { newSecret, NORA, post, ring } from '../fixtures/allo.ts';
import { GOOD, KEY } from '../fixtures/private-authority.ts';
import { CALLERS, partyOf } from '../fixtures/callers.ts';

const DATA = '/tmp/relay';
const listening = v.pipe(v.string(), v.parseJson(), v.object({ listening: v.string() }));
const pairing = v.pipe(v.string(), v.parseJson(), v.object({ link: v.string() }));

/** The relay of a company with one agent, in the machine that the app is tried on: it ends with it. */
export interface Company {
  /** A new pairing link for its agent. */
  link(): Promise<string>;
  /** This caller's call starts to ring. */
  ring(who: keyof typeof CALLERS): Promise<void>;
}

export async function openCompany(machine: Machine): Promise<Company> {
  const secret = newSecret();
  const env = { RINGSIDE_DATA: DATA, RINGSIDE_PORT: '0', ALLO_WEBHOOK_SECRETS: secret };
  const ask = async (...args: string[]): Promise<string> =>
    await machine.run('host', process.execPath, [RELAY, ...args, '--json'], env);
  const relay = machine.start('host', process.execPath, [RELAY, 'serve'], env);
  const url = v.parse(listening, await firstLine('the relay', relay)).listening;
  await ask('agents', 'add', NORA);
  return {
    link: async () => v.parse(pairing, await ask('devices', 'pair', NORA)).link,
    ring: async (who) => {
      const caller = CALLERS[who];
      const body = ring({ from_number: caller.number, user_email: NORA, ...partyOf(caller, new Date()) });
      const { status } = await post(url, secret, body);
      if (status !== 200) throw new Error(`the relay took no ring: ${status}`);
    },
  };
}

/** Something that a company's own authority vouches for: who speaks to it has trusted that authority. */
export interface PrivateRelay {
  readonly url: string;
  /** Connections so far. */
  tries(): number;
  /** Requests so far: what follows when the certificate was taken. */
  requests(): number;
  close(): Promise<void>;
}

export async function openPrivateRelay(): Promise<PrivateRelay> {
  let tries = 0;
  let requests = 0;
  const server = createServer({ key: KEY, cert: GOOD }, (_, response) => {
    requests += 1;
    response.writeHead(503).end();
  });
  server.on('connection', () => (tries += 1));
  server.on('upgrade', (_, socket) => {
    requests += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tries: () => tries,
    requests: () => requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

import { arrival } from './arrival.ts';
import { fleetOf, none } from './fleet.ts';
import { httpLine, type HttpLine } from './http-line.ts';
import type { Answers, Asks, Target, Webhooks } from './load-asks.ts';
import { traffic, type SignedRequest } from './traffic.ts';

const WEBHOOK_ID = Buffer.from('"webhookId":"');

/** Calls are numbered through all rounds: none meets an old one. */
let nextCall = 1;

/** Posts at a fixed rate, and measures each from its write to its frame. */
export async function latency(ask: Asks['latency']): Promise<Answers['latency']> {
  const fleet = fleetOf(ask.port);
  const requests = webhooksFor(ask);
  const idle = await linesTo(ask);
  const sentAt = new Map<string, number>();
  const ms: number[] = [];
  const arrived = arrival(ask.count, (all) => {
    fleet.onEvent = (payload) => {
      const now = performance.now();
      const at = payload.indexOf(WEBHOOK_ID) + WEBHOOK_ID.length;
      const sent = sentAt.get(payload.toString('latin1', at, payload.indexOf('"', at)));
      if (sent !== undefined) ms.push(now - sent);
      all.one();
    };
    all.whenDone(() => (fleet.onEvent = none));
  });
  const started = performance.now();
  let next = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * ask.perSecond);
    while (next < due && next < requests.length && idle.length > 0) {
      const [line, request] = [idle.shift(), requests[next++]];
      if (line === undefined || request === undefined) return;
      sentAt.set(request.id, performance.now());
      line.send(request.bytes, (status) => {
        if (status !== 200) arrived.fail(`a webhook was answered ${status}`);
        idle.push(line);
      });
    }
  }, 1);
  try {
    await arrived.all;
  } finally {
    clearInterval(timer);
  }
  for (const line of idle) line.close();
  return { ms };
}

/** Posts as fast as answers come. */
export async function rate(ask: Asks['rate']): Promise<Answers['rate']> {
  const fleet = fleetOf(ask.port);
  const requests = webhooksFor(ask);
  const lines = await linesTo(ask);
  let started = 0;
  let cpu = process.cpuUsage();
  const arrived = arrival(ask.count, (all) => {
    let seen = 0;
    fleet.onEvent = () => {
      seen += 1;
      if (seen === ask.warmUp) {
        started = performance.now();
        cpu = process.cpuUsage();
      }
      all.one();
    };
    all.whenDone(() => (fleet.onEvent = none));
  });
  let next = 0;
  function goOn(line: HttpLine): void {
    const request = requests[next++];
    if (request === undefined) return;
    line.send(request.bytes, (status) => {
      if (status !== 200) arrived.fail(`a webhook was answered ${status}`);
      goOn(line);
    });
  }
  for (const line of lines) goOn(line);
  await arrived.all;
  const took = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  for (const line of lines) line.close();
  const counted = ask.count - ask.warmUp;
  return { perSecond: (counted / took) * 1000, cpuMsPerEvent: (user + system) / 1000 / counted };
}

function webhooksFor({ port, secret, count, areKnown = false }: Target & Webhooks): readonly SignedRequest[] {
  const agents = fleetOf(port).clients.map((client) => client.device.agent);
  const made = traffic(secret, agents, count, nextCall, areKnown);
  ({ nextCall } = made);
  return made.requests;
}

function linesTo({ port, connections, ports = [port] }: Target & Webhooks): Promise<HttpLine[]> {
  return Promise.all(
    Array.from({ length: connections }, (_, i) => httpLine(ports[i % ports.length] ?? port)),
  );
}

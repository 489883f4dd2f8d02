import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Records } from '../../src-shared/crm/records.ts';
import { GLOBEX, NORA, type AlloBody } from '../fixtures/allo.ts';

/**
 * A relay over a real socket that says what the test has it say, when the test has it said: what the CRM has of a call
 * comes at the moment that matters.
 */
export interface RecordsRelay {
  readonly url: string;
  /** What the app said in its `resume`s, that it understands. */
  readonly can: () => readonly string[];
  event(call: string, body: AlloBody): void;
  records(call: string, records: Partial<Records> | object): void;
  /** What a relay says when somebody is forgotten: it counts anew, and these events follow. */
  countAnew(events: readonly (readonly [string, AlloBody])[]): void;
  configure(policy: object): void;
  close(): Promise<void>;
}

export const HUBSPOT = { preset: 'hubspot', portal: '1234' };
export const RECORD = 'https://app.hubspot.com/contacts/1234/record';

/** A caller of whom Allo knows no id of the CRM's. */
export const ANA_ALONE = {
  ...GLOBEX,
  person: { id: 'con_ana', name: 'Ana', last_name: 'Lopez', email: 'ana.lopez@globex.example' },
};

export async function startRecordsRelay(crm: object = HUBSPOT): Promise<RecordsRelay> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  let can: readonly string[] = [];
  let policy: object = { crm };
  let seq = 0;
  let epoch = 'journal.1';
  let kept: object[] = [];

  const say = (...frames: object[]) => {
    for (const socket of sockets.clients)
      if (socket.readyState === WebSocket.OPEN)
        for (const frame of frames) socket.send(JSON.stringify(frame));
  };
  const welcome = (from: number) => ({
    type: 'welcome',
    agent: NORA,
    epoch,
    from,
    head: seq,
    now: new Date().toISOString(),
    policy,
    can: ['release', 'records'],
  });
  const eventOf = (call: string, body: AlloBody) => {
    seq += 1;
    const at = new Date().toISOString();
    const { topic, data } = body;
    const webhookId = `msg_${call}_${topic}`;
    return { type: 'event', seq, call, topic, webhookId, occurredAt: at, receivedAt: at, ageMs: 50, data };
  };

  sockets.on('connection', (socket) => {
    socket.on('message', (raw: Buffer) => {
      const frame = JSON.parse(raw.toString()) as {
        type: string;
        epoch: string | null;
        after: number;
        can?: string[];
      };
      if (frame.type !== 'resume') return;
      can = frame.can ?? [];
      const isSame = frame.epoch === epoch;
      const from = isSame ? frame.after : 0;
      const frames = [
        welcome(from),
        ...(isSame || frame.epoch === null ? [] : [{ type: 'reset', reason: 'epoch' }]),
      ];
      const missed = kept.filter((event) => (event as { seq: number }).seq > from);
      for (const one of [...frames, ...missed, { type: 'live' }]) socket.send(JSON.stringify(one));
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    can: () => can,
    event(call, body) {
      const event = eventOf(call, body);
      kept.push(event);
      say(event);
    },
    records: (call, records) => say({ type: 'records', call, crm: 'hubspot', ...records }),
    countAnew(events) {
      epoch = `journal.${Number(epoch.split('.')[1]) + 1}`;
      seq = 0;
      kept = events.map(([call, body]) => eventOf(call, body));
      for (const socket of sockets.clients) socket.close(1012);
    },
    configure(next) {
      policy = next;
      say({ type: 'policy', policy });
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

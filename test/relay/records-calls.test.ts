import { afterEach, describe, expect, it } from 'vitest';
import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { AgentId } from '../../src-relay/sql/ids.ts';
import { callReading, type CallReading } from '../../src-relay/crm/resolving/calls.ts';
import { ANA, completed, contact, LINE, NORA, ring, SAM, sms } from '../fixtures/allo.ts';
import { ago, BEN, HOUR, nobody } from '../fixtures/relay/forgotten.ts';
import { startHub } from '../fixtures/relay/hub.ts';
import { openDatabase, relayLab } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

async function made() {
  const at = await startHub(lab, { agents: [NORA, SAM], lines: { [LINE]: { agents: [NORA] } } });
  const db = openDatabase(at.folder);
  lab.onCleanUp(() => db.close());
  return { at, calls: callReading(db.read) };
}

async function listed(keys: AsyncIterable<CallKey>): Promise<CallKey[]> {
  const all: CallKey[] = [];
  for await (const key of keys) all.push(key);
  return all;
}

const versionOf = async (calls: CallReading, key: CallKey) => (await calls.versions([key])).get(key) ?? null;

const NORAS = 1 as AgentId;
const SAMS = 2 as AgentId;

describe('the calls of an agent', () => {
  it('are the newest first, each once, whatever else was told in between', async () => {
    const { at, calls } = await made();
    for (let i = 0; i < 100; i += 1) {
      const started_at = ago(HOUR - i * 30_000);
      await at.take(ring({ ...nobody, from_number: `+3319902${1000 + i}`, started_at, user_email: null }));
      await at.take(sms({ id: `msg_${i}` }));
    }
    const keys = await listed(calls.callsOf(NORAS, 0));
    const numbers = await Promise.all(keys.map(async (key) => (await calls.call(key))?.number));
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, i) => `+3319902${1099 - i}`));
    expect(await listed(calls.callsOf(SAMS, 0))).toEqual([]);
    expect(await listed(calls.callsOf(NORAS, Date.now() + 1))).toEqual([]);
    expect(await listed(calls.calls(0))).toEqual(keys);
    const versions = await calls.versions(keys);
    expect(new Set(versions.keys())).toEqual(new Set(keys));
  });
});

describe('a call', () => {
  it('is what all its events say together, with what was remembered, and without what was spoken', async () => {
    const { at, calls } = await made();
    await at.take(contact());
    await at.take(ring({ ...nobody, user_email: null }));
    const [key] = await listed(calls.callsOf(NORAS, 0));
    if (key === undefined) throw new Error('no call');
    const before = await versionOf(calls, key);
    expect(await calls.call(key)).toMatchObject({ number: ANA, person: { name: 'Ana', last_name: 'Lopez' } });
    await at.take(completed({ integration_id: '77', user_email: null }));
    expect(await calls.call(key)).toMatchObject({
      integrationId: '77',
      ended: { transcript: [], wholeText: null },
    });
    expect(await versionOf(calls, key)).not.toBe(before);
  });

  it('is none when it is a test, or once it is forgotten', async () => {
    const { at, calls } = await made();
    await at.take(ring({ ...nobody, from_number: BEN, user_email: null }));
    const [key] = await listed(calls.callsOf(NORAS, 0));
    if (key === undefined) throw new Error('no call');
    expect((await calls.call(key))?.number).toBe(BEN);
    await at.cli('forget', BEN);
    expect([await calls.call(key), await versionOf(calls, key)]).toEqual([null, null]);
    const body = new TextEncoder().encode(JSON.stringify(ring({ ...nobody, user_email: null })));
    const id = 'ringside-test-1' as WebhookId;
    await at.journal.write({ kind: 'webhook', id, receivedAt: Date.now(), body });
    const [test] = await listed(calls.callsOf(NORAS, 0));
    expect(test === undefined ? 'no call' : await calls.call(test)).toBeNull();
  });
});

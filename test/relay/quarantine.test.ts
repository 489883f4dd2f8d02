import { afterEach, describe, expect, it } from 'vitest';
import { NORA, ring } from '../fixtures/allo.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

interface Listed {
  readonly id: number;
  readonly reason: string;
}

async function listed(relay: LabRelay): Promise<Listed[]> {
  return ((await relay.cli('quarantine', 'list')) as { quarantined: Listed[] }).quarantined;
}

describe('what is in quarantine', () => {
  it.each([
    [{ ...ring(), topic: 'call.dreamt' }, /^call\.dreamt: topic: /],
    [{ ...ring(), version: '9.0' }, /^call\.received: version: /],
    [ring({ from_number: null, to_number: null }), /^call\.received: data: no number/],
    ['{}', /^no topic: /],
    ['{"topic":"\\u202e\\u001b[2J"}', /^a topic that cannot be shown: /],
    ['not JSON', /^body: not JSON/],
  ])('%j names its topic with the reason', async (body, reason) => {
    const relay = await lab.start({ agents: [NORA] });
    expect((await relay.post(body)).body).toEqual({ status: 'quarantined' });
    expect((await listed(relay)).map((one) => one.reason)).toEqual([expect.stringMatching(reason)]);
  });

  it('is shown as Allo sent it, and is dropped for good', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const body = JSON.stringify({ ...ring(), topic: 'call.dreamt' });
    const { id: webhook } = await relay.post(body);
    await relay.post('other');
    const [{ id } = { id: 0 }] = await listed(relay);
    expect(await relay.cli('quarantine', 'show', String(id))).toMatchObject({ id, webhookId: webhook, body });
    await expect(relay.cli('quarantine', 'drop', String(id), '999')).rejects.toThrow('nothing was dropped');
    expect(await relay.cli('quarantine', 'drop', String(id))).toEqual({ dropped: 1 });
    expect((await relay.post(body, { id: webhook })).body).toEqual({ status: 'duplicate' });
    expect(await listed(relay)).toHaveLength(1);
    expect(await relay.cli('quarantine', 'drop', '--all')).toEqual({ dropped: 1 });
    expect(await listed(relay)).toEqual([]);
  });
});

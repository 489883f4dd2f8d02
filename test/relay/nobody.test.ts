import { afterEach, describe, expect, it } from 'vitest';
import { answer, completed, contact, LINE, NORA, ring, sms, tag } from '../fixtures/allo.ts';
import { inJournal, relayLab, type LabRelay } from '../fixtures/relay/lab.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const OLD = 'n.ora@old.example';

async function nobody(relay: LabRelay): Promise<Record<string, unknown>[]> {
  return ((await relay.cli('events', 'nobody')) as { nobody: Record<string, unknown>[] }).nobody;
}

const counted = (relay: LabRelay, topic: string) =>
  relay.metric(`ringside_events_for_nobody_total{topic="${topic}"}`);

describe('an event that concerns nobody', () => {
  it('is counted, logged without a name, and listed with the address and what to run', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ user_email: 'N.Ora@Old.example' }));
    await relay.post(answer({ user_email: OLD }));
    await relay.post(ring({ from_number: '+33199001999' }));
    expect(await counted(relay, 'call.received')).toBe(1);
    expect(await counted(relay, 'call.answered')).toBe(1);
    expect(relay.log()).toContain('"byTopic":{"call.received":1}');
    expect(relay.log()).toContain('ringside-relay events nobody');
    expect(relay.log().toLowerCase()).not.toContain('ora@');
    expect(await nobody(relay)).toEqual([
      expect.objectContaining({
        address: OLD,
        line: LINE,
        events: 2,
        topics: ['call.answered', 'call.received'],
        command: `ringside-relay agents add ${NORA} --alias ${OLD}`,
      }),
    ]);
  });

  it('is counted, logged and listed like any other when it is beyond a limit', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const body = JSON.stringify(ring({ user_email: OLD })).replace('"data":{', `"data":{"extra":${deep},`);
    expect((await relay.post(body)).body).toEqual({ status: 'quarantined' });
    expect(await counted(relay, 'call.received')).toBe(1);
    expect(await relay.metric('ringside_events_without_agent_total')).toBe(1);
    expect(await relay.metric('ringside_events_reduced_total')).toBe(1);
    expect(await relay.metric('ringside_events_total{topic="call.received"}')).toBe(1);
    expect(relay.log()).toContain('"byTopic":{"call.received":1}');
    expect(await nobody(relay)).toEqual([expect.objectContaining({ address: OLD, events: 1 })]);
  });

  it('is listed although older ones were read out of quarantine after it', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(ring({ user_email: OLD }));
    const put = 'INSERT INTO quarantine (webhook_id, received_at, reason, body) VALUES (?, ?, ?, ?)';
    const body = Buffer.from(JSON.stringify(ring({ from_number: '+33199001999', user_email: OLD })));
    const twentyDaysAgo = Date.now() - 20 * 24 * 3_600_000;
    await inJournal(relay.folder, (sql) => sql.run(put, 'wh_old', twentyDaysAgo, 'unreadable', body));
    expect(await relay.cli('quarantine', 'retry')).toEqual({ accepted: 1, left: 0 });
    expect(await nobody(relay)).toEqual([expect.objectContaining({ address: OLD, events: 1 })]);
  });

  it('is listed no longer once the alias is there, and the next one arrives', async () => {
    const relay = await lab.start({ agents: [NORA] });
    const nora = await relay.live(NORA);
    await relay.post(ring({ user_email: OLD }));
    const [{ command } = { command: '' }] = await nobody(relay);
    await relay.cli(...String(command).split(' ').slice(1));
    expect(await nobody(relay)).toEqual([]);
    await relay.post(ring({ user_email: OLD }));
    await nora.eventCount(1);
    expect(await counted(relay, 'call.received')).toBe(1);
  });

  it('by a line without agents is listed with the line', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(sms({ user_email: null }));
    expect(await nobody(relay)).toEqual([
      expect.objectContaining({
        address: null,
        line: LINE,
        command: `ringside-relay agents add EMAIL --line ${LINE}`,
      }),
    ]);
  });

  it.each([
    ['x@y.example;reboot', `${NORA} --alias 'x@y.example;reboot'`],
    ['$(id)@y.example', `${NORA} --alias '$(id)@y.example'`],
    ["o'brien@y.example", String.raw`${NORA} --alias 'o'\''brien@y.example'`],
    ['no address', `EMAIL --line ${LINE}`],
    ['a\u202e@y.example', `EMAIL --line ${LINE}`],
    [`${'x'.repeat(500)}@y.example`, `EMAIL --line ${LINE}`],
  ])(
    'for %j is listed with a command that runs nothing else, and that works',
    async (user_email, command) => {
      const relay = await lab.start({ agents: [NORA] });
      await relay.post(ring({ user_email }));
      expect((await nobody(relay)).map((one) => one['command'])).toEqual([
        `ringside-relay agents add ${command}`,
      ]);
    },
  );

  it('by a line that is no number in full is listed without it', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(sms({ user_email: null, to_number: '$(reboot)' }));
    await relay.post(sms({ id: 'msg_2', user_email: null, to_number: '+33 1 99 00 33 99' }));
    expect((await nobody(relay)).map((one) => one['command'])).toEqual([
      'ringside-relay agents add EMAIL --line +33199003399',
      'ringside-relay agents add EMAIL --line NUMBER',
    ]);
  });

  it('is nothing to tell of when it names nobody of the team', async () => {
    const relay = await lab.start({ agents: [NORA] });
    await relay.post(contact());
    await relay.post(tag());
    expect(await nobody(relay)).toEqual([]);
    expect(relay.log()).not.toContain('concern nobody');
  });

  it('of a user who is not meant to have an app is expected', async () => {
    const relay = await lab.start({ agents: [NORA], config: { withoutRingside: ['Pat@ringside.example'] } });
    await relay.post(ring({ user_email: 'pat@ringside.example' }));
    await relay.post(completed({ user_email: 'pat@ringside.example' }));
    expect(await nobody(relay)).toEqual([]);
    expect(await counted(relay, 'call.received')).toBe(0);
    expect(relay.log()).not.toContain('concern nobody');
  });

  it('is told of together when many come: one line at once, the next after a minute', async () => {
    const relay = await lab.start({ agents: [NORA] });
    for (let i = 0; i < 20; i += 1)
      await relay.post(ring({ user_email: OLD, from_number: `+3319900${2000 + i}` }));
    expect(relay.log().split('concern nobody')).toHaveLength(2);
    await relay.stop();
    expect(relay.log()).toContain('"byTopic":{"call.received":19}');
  });
});

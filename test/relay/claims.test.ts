import { afterEach, describe, expect, it } from 'vitest';
import type { CallKey } from '../../src-shared/brand.ts';
import { ANA, completed, LINE, NORA, ring, SAM, sms } from '../fixtures/allo.ts';
import { connectAgent, type AgentSocket } from '../fixtures/relay/agent-socket.ts';
import { relayLab, type LabRelay } from '../fixtures/relay/lab.ts';
import { countIn } from '../fixtures/relay/forgotten.ts';

const lab = relayLab();
afterEach(lab.cleanUp);

const EVE = 'eve@ringside.example';
const config = { lines: { [LINE]: { agents: [NORA, SAM] } } };

/** A device that says what it can, or nothing, as an older app. */
async function device(relay: LabRelay, agent: string, can?: unknown): Promise<AgentSocket> {
  const socket = await connectAgent(relay.url, (await relay.device(agent)).token);
  lab.onCleanUp(() => socket.drop());
  socket.send(
    JSON.stringify({ type: 'resume', epoch: null, after: 0, ...(can === undefined ? {} : { can }) }),
  );
  await socket.frame('live');
  return socket;
}

const can = ['release'];
const types = (socket: AgentSocket): string[] => socket.frames.map((frame) => frame.type);

async function rung(relay: LabRelay, at: AgentSocket): Promise<CallKey> {
  await relay.post(ring({ user_email: null }));
  const call = (await at.eventCount(1))[0]?.call ?? null;
  if (call === null) throw new Error('the ring has no call');
  return call;
}

/** Whatever was to be said before has been said when this comes back. */
async function settled(relay: LabRelay, ...sockets: readonly AgentSocket[]): Promise<void> {
  const counts = sockets.map((socket) => socket.events.length);
  await relay.post(sms({ user_email: null, id: `msg_${Math.random()}` }));
  await Promise.all(sockets.map((socket, n) => socket.eventCount((counts[n] ?? 0) + 1)));
}

describe('a claim that is taken back', () => {
  it('is told to every device that understands it, and to no other', async () => {
    const relay = await lab.start({ agents: [NORA, SAM, EVE], config });
    const [noras, norasOther, sams, samsOld, eves] = await Promise.all([
      device(relay, NORA, can),
      device(relay, NORA, ['records', 'release', 'later']),
      device(relay, SAM, can),
      device(relay, SAM),
      device(relay, EVE, can),
    ]);
    expect((await noras.frame('welcome')).can).toContain('release');
    const call = await rung(relay, noras);
    noras.send({ type: 'claim', call });
    await sams.frame('claimed');
    noras.send({ type: 'release', call });
    for (const socket of [noras, norasOther, sams])
      expect(await socket.frame('released')).toEqual({ type: 'released', call, agent: NORA });
    await settled(relay, sams, samsOld);
    expect(types(samsOld)).not.toContain('released');
    expect(types(eves)).toEqual(['welcome', 'live']);
    // Free again: the next one gets it, also on the older app.
    sams.send({ type: 'claim', call });
    expect(await noras.frame('claimed', 2)).toMatchObject({ agent: SAM });
    expect(await samsOld.frame('claimed', 2)).toMatchObject({ agent: SAM });
  });

  it('is told before `live` to a device that was off, until somebody claims the call again', async () => {
    const relay = await lab.start({ agents: [NORA, SAM], config });
    const noras = await device(relay, NORA, can);
    const call = await rung(relay, noras);
    noras.send({ type: 'claim', call });
    noras.send({ type: 'release', call });
    await noras.frame('released');
    const sams = await device(relay, SAM, can);
    expect(types(sams)).toEqual(['welcome', 'event', 'released', 'live']);
    expect(types(await device(relay, SAM))).toEqual(['welcome', 'event', 'live']);
    sams.send({ type: 'claim', call });
    await sams.frame('claimed');
    expect(types(await device(relay, NORA, can))).toEqual(['welcome', 'event', 'claimed', 'live']);
  });

  it('was this agent’s own: whoever takes back a colleague’s is told who has it', async () => {
    const relay = await lab.start({ agents: [NORA, SAM, EVE], config });
    const [noras, sams, eves] = await Promise.all([NORA, SAM, EVE].map((agent) => device(relay, agent, can)));
    if (noras === undefined || sams === undefined || eves === undefined) throw new Error('no devices');
    const call = await rung(relay, noras);
    noras.send({ type: 'claim', call });
    await sams.frame('claimed');
    sams.send({ type: 'release', call });
    expect(await sams.frame('claimed', 2)).toMatchObject({ agent: NORA });
    eves.send({ type: 'release', call });
    noras.send({ type: 'release', call: 'nowhere' as CallKey });
    await settled(relay, noras, sams);
    expect(types(noras)).not.toContain('released');
    expect(types(eves)).toEqual(['welcome', 'live']);
    // Twice is once.
    noras.send({ type: 'release', call });
    noras.send({ type: 'release', call });
    await noras.frame('released', 2);
    expect(sams.frames.filter((frame) => frame.type === 'released')).toHaveLength(1);
  });

  it('before a `resume` is a bad frame; a `can` that cannot be read says nothing, and the app is welcome', async () => {
    const relay = await lab.start({ agents: [NORA], config });
    const early = await connectAgent(relay.url, (await relay.device(NORA)).token);
    early.send(JSON.stringify({ type: 'release', call: 'any' }));
    expect(await early.closed).toBe(4400);
    for (const odd of [7, 'release', { release: true }, [null, 3], null]) {
      const socket = await device(relay, NORA, odd);
      expect(types(socket)).toContain('live');
    }
  });

  it('goes with the person who is forgotten', async () => {
    const relay = await lab.start({ agents: [NORA, SAM], config });
    const noras = await device(relay, NORA, can);
    const call = await rung(relay, noras);
    noras.send({ type: 'claim', call });
    noras.send({ type: 'release', call });
    await noras.frame('released');
    await relay.post(completed({ user_email: null, start_date: new Date(Date.now() + 1_000).toISOString() }));
    await noras.eventCount(2);
    await relay.cli('forget', ANA);
    expect([await countIn(relay.folder, 'released'), await countIn(relay.folder, 'claim')]).toEqual([0, 0]);
  });
});

import { answer, completed, LINE, newSecret, ring, sms, tag, type AlloBody } from '../../fixtures/allo.ts';
import { faithfulDevice, type FaithfulDevice } from '../../fixtures/relay/faithful-device.ts';
import type { Lab, LabRelay } from '../../fixtures/relay/lab.ts';
import { until } from '../../fixtures/until.ts';
import { TeamModel } from './team-model.ts';

export const AGENTS = ['nora@ringside.example', 'sam@ringside.example', 'zoe@ringside.example'] as const;
/** Calls from this number on come in on a line that everybody of `ON_LINE` answers. */
const FIRST_SHARED = 2;
const ON_LINE: readonly string[] = [AGENTS[0], AGENTS[1]];
const SHARED_LINE = '+33199003399';

interface Player {
  readonly agent: string;
  readonly id: string;
  readonly device: FaithfulDevice;
  online: boolean;
}

/** A real relay with real devices, and the model beside it: everything is done to both. */
export class PlayedTeam {
  readonly model = new TeamModel();
  readonly happened = new Set<string>();
  players: Player[] = [];
  private readonly lab: Lab;
  private relay: LabRelay;
  private readonly base = Date.now() - 3_600_000;
  private count = 0;

  private constructor(lab: Lab, relay: LabRelay) {
    this.lab = lab;
    this.relay = relay;
  }

  static async start(lab: Lab): Promise<PlayedTeam> {
    const config = { historyEvents: 100_000, lines: { [SHARED_LINE]: { agents: ON_LINE } } };
    return new PlayedTeam(lab, await lab.start({ config, secret: newSecret() }));
  }

  async restart(): Promise<void> {
    const { folder, secret } = this.relay;
    await this.relay.stop('restarting');
    this.relay = await this.lab.start({ folder, secret });
    await Promise.all(this.players.filter((p) => p.online).map((p) => p.device.live()));
  }

  async addAgent(email: string): Promise<void> {
    await this.relay.cli('agents', 'add', email);
    this.model.addAgent(email);
  }

  async removeAgent(email: string): Promise<void> {
    await this.relay.cli('agents', 'remove', email);
    this.model.removeAgent(email);
    this.dropPlayers((player) => player.agent === email);
  }

  async addDevice(agent: string): Promise<void> {
    const { device: id, token } = await this.relay.device(agent);
    const device = faithfulDevice(() => this.relay.url, token);
    this.lab.onCleanUp(device.goOffline);
    this.players.push({ agent, id, device, online: false });
  }

  async revoke(player: Player): Promise<void> {
    await this.relay.cli('devices', 'revoke', player.id);
    this.dropPlayers((p) => p === player);
  }

  async connect(player: Player): Promise<void> {
    player.device.goOnline();
    Object.assign(player, { online: true });
    await player.device.live();
  }

  disconnect(player: Player): void {
    player.device.goOffline();
    Object.assign(player, { online: false });
  }

  async text(to: string): Promise<void> {
    const id = await this.post(sms({ id: `sms_${this.count}`, user_email: to }));
    this.model.text(id, to);
  }

  async callEvent(kind: 'ring' | 'answer' | 'completed', call: number, user: string): Promise<void> {
    const started_at = new Date(this.base + call * 60_000).toISOString();
    const shared = call >= FIRST_SHARED;
    const to_number = shared ? SHARED_LINE : LINE;
    const data = {
      from_number: `+4420794600${10 + call}`,
      to_number,
      to: to_number,
      started_at,
      user_email: user,
    };
    const body = {
      ring: () => ring(data),
      answer: () => answer(data),
      completed: () => completed({ ...data, start_date: started_at, id: `cll_${call}` }),
    }[kind]();
    const id = await this.post(body);
    this.model.callEvent(id, call, shared ? [...ON_LINE, user] : [user], kind === 'completed');
  }

  async tag(call: number): Promise<void> {
    this.model.tag(await this.post(tag({ call_id: `cll_${call}` })), call);
  }

  async postAgain(id: string): Promise<void> {
    const { body } = await this.relay.post(ring(), { id });
    if ((body as { status: string }).status !== 'duplicate') throw new Error(`${id} was taken in twice`);
  }

  /** Waits until every device that is connected has what the model says, and nothing else. */
  async compare(): Promise<void> {
    for (const { agent, device, online } of this.players) {
      if (!online) continue;
      const log = this.model.agents.get(agent)?.log ?? [];
      await until(`${log.length} events`, () => device.kept.length >= log.length, 5000);
      const kept = device.kept.map(({ seq, webhookId }) => ({ seq, id: String(webhookId) }));
      if (JSON.stringify(kept) !== JSON.stringify(log)) {
        throw new Error(`${agent} was told ${JSON.stringify(kept)} instead of ${JSON.stringify(log)}`);
      }
      if (device.resets() > 0) throw new Error(`${agent} was started over`);
    }
  }

  private async post(body: AlloBody): Promise<string> {
    const posted = await this.relay.post(body, { id: `msg_${(this.count += 1)}` });
    if (JSON.stringify(posted.body) !== '{"status":"accepted"}') throw new Error(JSON.stringify(posted));
    return posted.id;
  }

  /** Their tokens are worth nothing now: whatever they have, they get no more. */
  private dropPlayers(which: (player: Player) => boolean): void {
    for (const player of this.players.filter(which)) player.device.goOffline();
    this.players = this.players.filter((player) => !which(player));
  }
}

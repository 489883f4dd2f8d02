/** One event that an agent was told, as the model has it. */
export interface Told {
  readonly seq: number;
  readonly id: string;
}

interface Filed {
  readonly id: string;
  /** Tags come after what they are about, when a call is told again. */
  readonly about: boolean;
}

interface Agent {
  readonly log: Told[];
  head: number;
}

/**
 * What journal and hub promise, in plain memory: who is told what, in which order and under which number. Calls are
 * numbered by the test, and far enough apart that nothing has to be matched.
 */
export class TeamModel {
  readonly agents = new Map<string, Agent>();
  readonly posted: string[] = [];
  private readonly calls = new Map<number, Filed[]>();
  private readonly waiting = new Map<number, string[]>();
  private readonly named = new Set<number>();
  private firstSeq = 0;

  addAgent(email: string): void {
    if (!this.agents.has(email)) this.agents.set(email, { log: [], head: this.firstSeq });
  }

  /** Whoever comes back under the address starts above every number that was given out before. */
  removeAgent(email: string): void {
    this.firstSeq = Math.max(this.firstSeq, this.agents.get(email)?.head ?? 0);
    this.agents.delete(email);
  }

  text(id: string, to: string): void {
    this.posted.push(id);
    this.tell(to, id);
  }

  /** A ring, an answer, or the completion that names the call. */
  callEvent(id: string, call: number, audience: readonly string[], names: boolean): void {
    this.posted.push(id);
    const released = names ? (this.waiting.get(call) ?? []) : [];
    if (names) {
      this.named.add(call);
      this.waiting.delete(call);
    }
    this.tellCall(call, { id, about: false }, audience, released);
  }

  tag(id: string, call: number): void {
    this.posted.push(id);
    if (this.named.has(call)) this.tellCall(call, { id, about: true }, [], []);
    else this.waiting.set(call, [...(this.waiting.get(call) ?? []), id]);
  }

  private tellCall(
    call: number,
    news: Filed,
    audience: readonly string[],
    released: readonly string[],
  ): void {
    const earlier = this.calls.get(call) ?? [];
    const late = released.map((id): Filed => ({ id, about: true }));
    const concerned = [...this.agents].filter(
      ([email, { log }]) =>
        audience.includes(email) || log.some((told) => earlier.some((event) => event.id === told.id)),
    );
    const inOrder = [...earlier.filter((e) => !e.about), ...earlier.filter((e) => e.about), news, ...late];
    for (const [email, { log }] of concerned) {
      const had = new Set(log.map((told) => told.id));
      for (const { id } of inOrder) if (!had.has(id)) this.tell(email, id);
    }
    this.calls.set(call, [...earlier, ...late, news]);
  }

  private tell(email: string, id: string): void {
    const agent = this.agents.get(email);
    if (agent === undefined) return;
    agent.head += 1;
    agent.log.push({ seq: agent.head, id });
  }
}

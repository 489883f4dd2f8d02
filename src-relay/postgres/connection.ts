import type { Client, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { abandon } from './connecting.ts';
import { endsConnection, faultOf } from './faults.ts';
import { withNumberedPlaces } from './placeholders.ts';
import { written, type PgValue } from './values.ts';

/** A server may warn of every statement, and most are asked by nobody. */
const MOST_WARNINGS = 20;

/** For a statement that may take longer than others. */
interface Sending {
  /** How long the server may take, and be silent; absent: as the connection's others. */
  readonly withinMs?: number;
}

/** A connection that prepares each statement once. What is sent does not wait for what was sent before. */
export class PreparedConnection {
  readonly #client: Client;
  readonly #known = new Map<string, { readonly name: string; readonly text: string }>();
  #isLost = false;
  #warnings: string[] = [];
  #isGathering = false;
  #held: Promise<void> | null = null;

  constructor(client: Client) {
    this.#client = client;
    client.on('error', () => void (this.#isLost = true));
    client.on('end', () => void (this.#isLost = true));
    client.on('notice', ({ message }) => {
      if (message !== undefined) this.#warnings = [...this.#warnings, message].slice(-MOST_WARNINGS);
    });
  }

  /** `host:port` */
  get where(): string {
    return `${this.#client.host}:${this.#client.port}`;
  }

  /** The process of the server's that serves it. */
  get backend(): number {
    // Of the protocol's BackendKeyData; the library's types leave it out.
    return (this.#client as unknown as { readonly processID: number }).processID;
  }

  /** Until then it is nobody's, though nobody waits for it. */
  hold(until: Promise<void>): void {
    this.#held = until.finally(() => void (this.#held = null));
  }

  get held(): Promise<void> | null {
    return this.#held;
  }

  isLost(): boolean {
    return this.#isLost;
  }

  /** What the server has warned of since this was asked last. */
  takeWarnings(): string[] {
    return this.#warnings.splice(0);
  }

  /** Sends a statement that is prepared. @throws StoreFault */
  async send<Row extends QueryResultRow>(
    statement: string,
    values: readonly PgValue[],
    { withinMs }: Sending = {},
  ): Promise<QueryResult<Row>> {
    const { name, text } = this.#prepared(statement);
    return await this.#sent<Row>(statement, withinMs, { name, text, values: values.map(written) });
  }

  /** Sends one statement or several as they stand, unprepared. @throws StoreFault */
  async sendPlain(text: string, { withinMs }: Sending = {}): Promise<QueryResult> {
    return await this.#sent(text, withinMs, { text });
  }

  /** Closes it without waiting. */
  end(): void {
    if (this.#isLost) abandon(this.#client);
    else this.#client.end().catch(() => undefined);
    this.#isLost = true;
  }

  /** Takes it out of use: the server is told when it can be. */
  lose(): void {
    this.#isLost = true;
  }

  #prepared(statement: string): { readonly name: string; readonly text: string } {
    const known = this.#known.get(statement);
    if (known !== undefined) return known;
    const made = { name: `s${this.#known.size + 1}`, text: withNumberedPlaces(statement) };
    this.#known.set(statement, made);
    return made;
  }

  /** What is sent in one go is written in one go: the library would write each statement by itself. */
  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    const { stream } = this.#client.connection;
    stream.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      stream.uncork();
    });
  }

  async #sent<Row extends QueryResultRow>(
    statement: string,
    withinMs: number | undefined,
    query: QueryConfig,
  ): Promise<QueryResult<Row>> {
    this.#gather();
    try {
      const config = withinMs === undefined ? query : { ...query, query_timeout: withinMs };
      return await this.#client.query<Row>(config);
    } catch (error) {
      if (endsConnection(error)) this.#isLost = true;
      throw faultOf(error, this.where, statement);
    }
  }
}

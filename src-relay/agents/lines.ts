import { readNumber } from '../../src-shared/format/phone.ts';
import type { RelayConfig } from '../config/schema.ts';
import type { Origin } from './address.ts';

/** Who answers a line, as the journal has it. */
export interface LineAgent {
  readonly number: string;
  readonly agent: string;
  readonly origin: Origin;
}

/** One of the team's numbers as Allo names it. */
export interface AlloLine {
  readonly number: string;
  readonly name: string | null;
}

/** A line of the team's, once however often and however it is written. */
export interface TeamLine {
  readonly number: string;
  readonly name: string | null;
  /** Whoever answers it, as written: an address of the config may be an alias. */
  readonly agents: readonly string[];
}

/**
 * The team's lines out of the config, the agents' own and Allo's. The config's name goes before Allo's; a config that lists
 * who answers a line has the last word over Allo, and agents who were given the line by hand answer it too.
 */
export function teamLines(
  config: Pick<RelayConfig, 'lines'>,
  answering: readonly LineAgent[],
  fromAllo: readonly AlloLine[],
): TeamLine[] {
  const byNumber = new Map<string, { name: string | null; byHand: string[]; byAllo: string[] | null }>();
  const lineOf = (number: string) => {
    const key = lineKey(number);
    const line = byNumber.get(key) ?? { name: null, byHand: [], byAllo: [] };
    byNumber.set(key, line);
    return line;
  };
  for (const [number, { name, agents }] of Object.entries(config.lines)) {
    const line = lineOf(number);
    line.name ??= name ?? null;
    line.byHand.push(...agents);
    if (agents.length > 0) line.byAllo = null;
  }
  for (const { number, agent, origin } of answering) {
    const line = lineOf(number);
    (origin === 'hand' ? line.byHand : line.byAllo)?.push(agent);
  }
  for (const { number, name } of fromAllo) lineOf(number).name ??= name;
  return [...byNumber].map(([number, { name, byHand, byAllo }]) => ({
    number,
    name,
    agents: [...new Set([...byHand, ...(byAllo ?? [])])],
  }));
}

/** A number as lines are compared. */
export function lineKey(number: string): string {
  return readNumber(number).e164 ?? number;
}

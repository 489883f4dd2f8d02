import { openAsker } from '../../../../src-relay/crm/asking/asker.ts';
import { loopbackOrigins } from '../../../../src-relay/crm/asking/hosts.ts';
import {
  CrmFailure,
  type ConnectParts,
  type CrmAdapter,
  type CrmConnection,
  type CrmRead,
  type CrmSecret,
  type Flight,
  type Pot,
} from '../../../../src-relay/crm/contract.ts';

type Reads = Readonly<Record<string, CrmRead>>;

export const RING: Flight = { urgency: 'ring', until: Infinity };

/** Time enough for whatever is asked. */
const PLENTY: Pot = { units: 1_000_000, everyMs: 1000 };

/** An adapter's connection to a stand-in, by the relay's own asker; its budgets are tested elsewhere. */
export function connectedTo(
  adapter: CrmAdapter,
  url: string,
  secret: CrmSecret,
  parts: Partial<ConnectParts<Reads>> & { readonly pots?: Readonly<Record<string, Pot>> } = {},
): CrmConnection {
  const origins = loopbackOrigins(url);
  if (origins === null) throw new Error(`${url} is not on this machine`);
  const elapsed = parts.elapsed ?? (() => performance.now());
  const { ask } = openAsker({
    adapter,
    pots: parts.pots ?? Object.fromEntries(Object.keys(adapter.pots).map((pot) => [pot, PLENTY])),
    origins,
    elapsed,
    now: () => Date.now(),
    watch: { answered: () => undefined, failed: () => undefined, breakerIs: () => undefined },
  });
  return adapter.connect({
    secret,
    ask,
    properties: { person: [], company: [] },
    ...parts,
    elapsed,
  });
}

/** The failure that it ends in. */
export async function failureOf(answer: Promise<unknown>): Promise<CrmFailure> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof CrmFailure) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

import { NORA, ring, SAM, completed, sms, tag, type AlloBody } from '../fixtures/allo.ts';

/** The agents of a fault test: two of them, and a line that rings at both. */
export const SHARED_LINE = '+33199003399';

/** So that a device that comes late is sent everything. */
export const CONFIG = {
  historyEvents: 100_000,
  lines: { [SHARED_LINE]: { agents: [NORA, SAM] } },
} as const;

interface Told {
  readonly id: string;
  readonly body: AlloBody;
}

/**
 * What a sender posts: rings for one agent, the other and both, texts, completed calls, and their tags. Every call has
 * a number of its own, so that none is ever divided again and each event is told exactly once.
 */
export function webhookOf(sender: number, n: number): Told {
  const id = `msg_${sender}_${n}`;
  const call = Math.floor(n / 3);
  const from_number = `+4479${String(sender).padStart(2, '0')}${String(call).padStart(6, '0')}`;
  const start = new Date(Date.now() - 3_600_000 + call * 1000).toISOString();
  const whose = (
    [
      { user_email: NORA },
      { user_email: SAM },
      { user_email: null, to_number: SHARED_LINE, original_to_number: SHARED_LINE },
    ] as const
  )[call % 3];
  const alloCall = `cll_${sender}_${call}`;
  switch (n % 3) {
    case 0:
      return { id, body: ring({ ...whose, from_number, started_at: start }) };
    case 1:
      return sender % 2 === 0
        ? { id, body: sms({ ...whose, from_number, id: `sms_${sender}_${n}` }) }
        : { id, body: completed({ ...whose, id: alloCall, from_number, start_date: start }) };
    default:
      // Before its call for some, which then never comes: such a tag waits and is told to nobody.
      return { id, body: tag({ call_id: alloCall }) };
  }
}

/** Whom a webhook of `webhookOf` is told to. */
export function audienceOf(sender: number, n: number): readonly string[] {
  const call = Math.floor(n / 3);
  if (n % 3 === 2 && sender % 2 === 0) return [];
  return ([[NORA], [SAM], [NORA, SAM]] as const)[call % 3] ?? [];
}

/** The ids out of `accepted` that are told to an agent. */
export function toldTo(agent: string, accepted: readonly string[]): string[] {
  return accepted.filter((id) => {
    const [, sender, n] = id.split('_');
    return audienceOf(Number(sender), Number(n)).includes(agent);
  });
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AgentEmail, CallKey } from '../../../../src-shared/brand.ts';
import { claimBroadcasting } from '../../../../src-relay/hub/claims.ts';
import type { ClaimState } from '../../../../src-relay/journal/claims.ts';
import type { ClaimOutcome, ReleaseOutcome } from '../../../../src-relay/journal/commands.ts';
import type { Session } from '../../../../src-relay/hub/session.ts';
import type { AgentId } from '../../../../src-relay/sql/ids.ts';

const CALL = 'call-1' as CallKey;
const NORA = 'nora@ringside.example' as AgentEmail;
const agent = { id: 1 as AgentId, email: NORA, name: null };
const device = { paired: { agent }, notify: () => undefined } as unknown as Session;

/** A call that several relays change: states in the order in which they were written. */
function stateOf(at: number): ClaimState {
  if (at % 2 === 0) return { kind: 'released', call: CALL, at, by: NORA };
  return { kind: 'held', call: CALL, at, holder: { agent: NORA, name: String(at) } };
}

it('the last that is told of a call is the newest, in whatever order answers and notifications come', () =>
  fc.assert(
    fc.asyncProperty(
      // How it comes: as the answer to a claim or a release here, or as a notification that is looked up.
      fc.array(fc.constantFrom('answered' as const, 'notified' as const), { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat({ max: 7 })),
      async (changes, random) => {
        const told: number[] = [];
        let waiting: (() => void)[] = [];
        const later = <T>(value: () => T): Promise<T> =>
          new Promise((resolve) => waiting.push(() => resolve(value())));
        let written = 0;
        const answer = (): Promise<ClaimOutcome & ReleaseOutcome> => {
          written += 1;
          const state = stateOf(written);
          return later(() => ({ call: CALL, state, won: true, done: true, audience: [agent.id] }));
        };
        const claims = claimBroadcasting({
          // What is read may be old when it is there.
          reader: {
            claimState: () => {
              const state = stateOf(written);
              return later(() => state);
            },
            audience: () => later(() => [agent.id]),
          },
          claim: answer,
          release: answer,
          broadcast: (_, { frame }) => {
            const { type, name } = JSON.parse(frame as string) as { type: string; name?: string };
            told.push(type === 'claimed' ? Number(name) : NaN);
          },
          trouble: (error) => {
            throw error;
          },
        });
        const settle = () => new Promise((resolve) => setImmediate(resolve));
        for (const change of changes) {
          if (change === 'notified') {
            written += 1;
            claims.changed(CALL);
          } else if (written % 2 === 0) claims.claim(device, CALL);
          else claims.release(device, CALL);
          await settle();
        }
        while (waiting.length > 0) {
          const at = (random.next().value ?? 0) % waiting.length;
          const [goOn] = waiting.splice(at, 1);
          goOn?.();
          await settle();
        }
        waiting = [];
        expect(claims.isNews(stateOf(written))).toBe(false);
        const last = told.at(-1);
        if (written % 2 === 0) expect(last).toBeNaN();
        else expect(last).toBe(written);
      },
    ),
    { numRuns: 200 },
  ));

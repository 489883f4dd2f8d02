import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Epoch } from '../../src-shared/brand.ts';
import { visibleName } from '../../src-shared/format/visible-text.ts';
import { newDeviceId } from '../agents/devices.ts';
import { MOST_NAME } from './exchange.ts';
import { hashOf, newToken } from '../agents/secrets.ts';
import { answer } from '../http/answers.ts';
import { takeSmallPost, type SmallPostParts } from '../http/small-post.ts';
import type { Journal } from '../journal/journal.ts';
import { JournalUnavailable } from '../sql/errors.ts';
import type { Joined } from '../groups/joining.ts';
import type { Refused } from '../groups/rules.ts';

export const GROUP_PAIR_PATH = '/pair/group';
/** A computer that waits for the admin asks again after so long. */
const ASK_AGAIN_AFTER_S = 60;

const requestSchema = v.object({
  token: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  agent: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  computer: v.pipe(v.string(), v.minLength(32), v.maxLength(256)),
  device: v.optional(v.pipe(v.string(), v.maxLength(MOST_NAME))),
});

/** What is said to whoever has the token, or had it. */
export const REFUSALS: Readonly<Record<Refused, { readonly status: number; readonly error: string }>> = {
  'unknown-token': { status: 401, error: 'this token is not known' },
  revoked: { status: 410, error: 'this token was withdrawn' },
  expired: { status: 410, error: 'this token has expired' },
  'not-in-group': { status: 403, error: 'this agent is not in the group' },
  'too-many-computers': { status: 409, error: 'the group has as many computers as it may have' },
};

export interface GroupPairingParts extends SmallPostParts {
  readonly journal: Journal;
  /** The journal's name. */
  readonly epoch: Epoch;
  readonly publicUrl: () => string | undefined;
  /** What became of it. */
  readonly heard: (joined: Joined) => void;
  readonly trouble: (error: unknown) => void;
}

/**
 * `POST /pair/group`: trades a group's token, the agent's address and the computer's own secret for a device token, once for
 * each computer: one that comes again has its device replaced. 202: the admin has to approve the computer first.
 */
export function groupPairingExchange(parts: GroupPairingParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const post = await takeSmallPost(requestSchema, request, response, parts);
    if (post === null) return;
    const { asked, succeeded } = post;
    try {
      const token = newToken();
      const device = {
        id: newDeviceId(),
        tokenHash: hashOf(token),
        name: visibleName(asked.device ?? '', MOST_NAME),
      };
      const joined = await parts.journal.write({
        kind: 'join',
        joining: {
          tokenHash: hashOf(asked.token),
          address: asked.agent,
          computerHash: hashOf(asked.computer),
          device,
        },
      });
      parts.heard(joined);
      if (joined.is === 'refused') {
        const { status, error } = REFUSALS[joined.why];
        answer(request, response, status, { error, reason: joined.why });
        return;
      }
      succeeded();
      if (joined.is === 'waiting') {
        const later = { 'Retry-After': String(ASK_AGAIN_AFTER_S) };
        answer(request, response, 202, { waiting: joined.id }, later);
        return;
      }
      const relay = parts.publicUrl();
      answer(request, response, 200, {
        token,
        agent: joined.agent,
        device: device.id,
        journal: parts.epoch,
        ...(relay === undefined ? {} : { relay }),
      });
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) parts.trouble(error);
      answer(request, response, 503, { error: 'unavailable' });
    }
  };
}

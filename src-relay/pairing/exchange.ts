import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { visibleName } from '../../src-shared/format/visible-text.ts';
import type { Epoch } from '../../src-shared/brand.ts';
import { answer } from '../http/answers.ts';
import { takeSmallPost, type SmallPostParts } from '../http/small-post.ts';
import type { Journal } from '../journal/journal.ts';
import { JournalUnavailable } from '../sql/errors.ts';
import { newDeviceId } from '../agents/devices.ts';
import { hashOf, newToken } from '../agents/secrets.ts';

export const PAIR_PATH = '/pair';
/** Characters of a device's name. */
export const MOST_NAME = 100;

const requestSchema = v.object({
  code: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  device: v.optional(v.pipe(v.string(), v.maxLength(MOST_NAME))),
});

export interface PairingParts extends SmallPostParts {
  readonly journal: Journal;
  /** The journal's name. */
  readonly epoch: Epoch;
  readonly publicUrl: () => string | undefined;
  readonly trouble: (error: unknown) => void;
}

/**
 * `POST /pair`: trades a one-time code for a device token. A code that is used, expired or unknown gives 410, without
 * telling which.
 */
export function pairingExchange(parts: PairingParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const post = await takeSmallPost(requestSchema, request, response, parts);
    if (post === null) return undefined;
    const { asked, succeeded } = post;
    const say = (status: number, error: string): void => answer(request, response, status, { error });
    try {
      const token = newToken();
      const device = {
        id: newDeviceId(),
        tokenHash: hashOf(token),
        name: visibleName(asked.device ?? '', MOST_NAME),
      };
      const paired = await parts.journal.write({ kind: 'pair', codeHash: hashOf(asked.code), device });
      if (paired === null) return say(410, 'this code is not valid any more');
      succeeded();
      const relay = parts.publicUrl();
      const more = relay === undefined ? {} : { relay };
      return answer(request, response, 200, {
        token,
        agent: paired.agent,
        device: device.id,
        journal: parts.epoch,
        ...more,
      });
    } catch (error) {
      if (!(error instanceof JournalUnavailable)) parts.trouble(error);
      return say(503, 'unavailable');
    }
  };
}

import type { Logger } from 'pino';
import type { Joined } from './joining.ts';

/** Says in the log what a group's token was used for: by the group's number, never by an address or a name. */
export function logJoined(log: Pick<Logger, 'info' | 'warn'>, joined: Joined): void {
  const { group } = joined;
  if (joined.is === 'paired')
    log.info(
      { group, device: joined.device, again: joined.isAgain },
      'a computer was paired by a group token',
    );
  else if (joined.is === 'refused') log.warn({ group, why: joined.why }, 'a group token was not taken');
  else if (joined.isNew)
    log.warn({ group, computer: joined.id }, 'a computer waits: ringside-relay devices approve');
}

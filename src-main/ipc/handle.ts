import * as v from 'valibot';
import {
  requestSchemas,
  type RequestChannel,
  type RequestPayload,
  type Responses,
} from '../../src-shared/ipc/contract.ts';
import { codeOf, type Log } from '../log/log.ts';
import { isOurPage, type RequestSender } from './sender.ts';

/** What answers each request of a window. */
export type RequestHandlers = {
  readonly [C in RequestChannel]: (payload: RequestPayload<C>) => Responses[C] | Promise<Responses[C]>;
};

/** Electron's `ipcMain`, as far as it is used. */
export interface RequestDoor {
  handle(channel: string, listener: (event: RequestSender, payload: unknown) => unknown): void;
}

/**
 * Opens every channel of the contract. Each request must come from the main frame of one of our windows, on our
 * origin, with the payload that the contract says; anything else is refused without a reason and logged.
 */
export function handleRequests(
  door: RequestDoor,
  handlers: RequestHandlers,
  isOurs: (webContentsId: number) => boolean,
  log: Log,
): void {
  for (const channel of Object.keys(requestSchemas) as RequestChannel[]) {
    door.handle(channel, (event, payload) => {
      if (!isOurPage(event, isOurs)) return refuse(channel, 'sender');
      return answer(channel, payload);
    });
  }

  async function answer<C extends RequestChannel>(channel: C, payload: unknown): Promise<Responses[C]> {
    const read = v.safeParse(requestSchemas[channel], payload);
    if (!read.success) return refuse(channel, 'payload');
    try {
      return await handlers[channel](read.output as RequestPayload<C>);
    } catch (error) {
      log.error('request failed', { channel, code: codeOf(error) });
      // The cause stays here: an error's text may quote what it failed on.
      return await Promise.reject(new Error('failed'));
    }
  }

  function refuse(channel: RequestChannel, why: string): never {
    log.warn('request refused', { channel, why });
    throw new Error('refused');
  }
}

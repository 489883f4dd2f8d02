import { type ConnectParts, type CrmAnswer, CrmFailure, type CrmFilling, type Flight } from '../contract.ts';
import type { PipedriveRead, PipedriveReads } from './reads.ts';

export const PIPEDRIVE_ID = /^\d{1,20}$/;

/** One of Pipedrive's reads, with the token. @throws CrmFailure */
export type AskPipedrive = (read: PipedriveRead, filling: CrmFilling, flight: Flight) => Promise<CrmAnswer>;

export function askPipedrive({ ask, secret }: ConnectParts<PipedriveReads>): AskPipedrive {
  return async (read, filling, flight) => {
    if (secret.kind !== 'token')
      throw new CrmFailure('refused', 'Pipedrive takes an API token, not the id and secret of an app');
    // In a header: in the address it would get into logs.
    return ask(read, { ...filling, headers: { 'x-api-token': secret.token } }, flight);
  };
}

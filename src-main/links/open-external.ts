import { isAllowedUrl } from '../../src-shared/crm/links.ts';
import type { Crm } from '../../src-shared/crm/config.ts';
import type { ActionResult } from '../../src-shared/card/model.ts';
import type { Log } from '../log/log.ts';

const TELEPHONE = /^tel:\+[1-9]\d{5,14}$/;

export type OpenExternal = (url: string) => Promise<ActionResult>;

/**
 * The one place where an address leaves the app: pages on the admin's CRM host, and `tel:` with a full number.
 * Everything else is refused and logged, without the address.
 * @param open Electron's `shell.openExternal`
 * @param crm asked at every opening, so that a changed policy holds at once
 */
export function createOpenExternal(
  open: (url: string) => Promise<void>,
  crm: () => Crm | null,
  log: Log,
): OpenExternal {
  return async (url) => {
    if (!TELEPHONE.test(url) && !isAllowedUrl(crm(), url)) {
      log.warn('an address was refused');
      return { ok: false, reason: 'no-link' };
    }
    try {
      await open(url);
      return { ok: true };
    } catch {
      log.error('an address could not be opened');
      return { ok: false, reason: 'failed' };
    }
  };
}

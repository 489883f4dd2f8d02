import { net, session } from 'electron';
import { systemAuthorities } from './authorities.ts';
import { createProxySignIns, type ProxySignIns } from './proxy-sign-in.ts';
import { createReach, type Reach } from './reach.ts';

export interface SystemNetwork {
  readonly reach: Reach;
  readonly signIns: ProxySignIns;
  readonly isOnline: () => boolean;
}

/** A session that only tells the way: the pages' own has none to anywhere, and no page is ever in this one. */
const WAYS = 'ways';

/** This system's proxies, as Chromium finds them, and its certificate authorities. */
export function systemNetwork(): SystemNetwork {
  const signIns = createProxySignIns(process.env);
  const ways = session.fromPartition(WAYS, { cache: false });
  const reach = createReach({
    resolveProxy: (url) => ways.resolveProxy(url),
    authorities: systemAuthorities({ platform: process.platform, env: process.env }),
    signIns,
  });
  return { reach, signIns, isOnline: () => net.isOnline() };
}

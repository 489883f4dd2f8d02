import { net, session } from 'electron';
import { systemAuthorities } from './authorities.ts';
import { createProxySignIns, type ProxySignIns } from './proxy-sign-in.ts';
import { createReach, type Reach } from './reach.ts';

export interface SystemNetwork {
  readonly reach: Reach;
  readonly signIns: ProxySignIns;
  readonly isOnline: () => boolean;
}

/** This system's proxies, as Chromium finds them, and its certificate authorities. */
export function systemNetwork(): SystemNetwork {
  const signIns = createProxySignIns(process.env);
  const reach = createReach({
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    authorities: systemAuthorities({ platform: process.platform, env: process.env }),
    signIns,
  });
  return { reach, signIns, isOnline: () => net.isOnline() };
}

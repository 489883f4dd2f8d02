import { systemAuthorities } from '../../../src-main/network/authorities.ts';
import { createProxySignIns } from '../../../src-main/network/proxy-sign-in.ts';
import { createReach, type Reach, type ReachOptions } from '../../../src-main/network/reach.ts';

/** The app's way to the network, from this machine: without a proxy unless said otherwise. */
export function reachOf(options: Partial<ReachOptions> = {}): Reach {
  return createReach({
    resolveProxy: () => Promise.resolve('DIRECT'),
    authorities: systemAuthorities({ platform: process.platform, env: {} }),
    signIns: createProxySignIns({}),
    ...options,
  });
}

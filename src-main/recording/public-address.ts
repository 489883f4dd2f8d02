import { BlockList, isIP } from 'node:net';

/**
 * Addresses that are nobody's on the internet: this machine, this network, and what is kept for other uses.
 * Sources: https://www.iana.org/assignments/iana-ipv4-special-registry/ and
 * https://www.iana.org/assignments/iana-ipv6-special-registry/
 */
const IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Within the one block that is given out at all: translations to IPv4 among them, which would lead round the list above. */
const IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/** Says whether an address, as the system wrote it, is one of the public internet. */
export function createAddressCheck(): (address: string) => boolean {
  const special = new BlockList();
  for (const [net, bits] of IPV4) special.addSubnet(net, bits, 'ipv4');
  for (const [net, bits] of IPV6) special.addSubnet(net, bits, 'ipv6');
  const global = new BlockList();
  global.addSubnet('2000::', 3, 'ipv6');
  return (address) => {
    switch (isIP(address)) {
      case 4:
        return !special.check(address, 'ipv4');
      case 6:
        return global.check(address, 'ipv6') && !special.check(address, 'ipv6');
      default:
        return false;
    }
  };
}

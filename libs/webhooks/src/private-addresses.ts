import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What no host on the internet has: loopback, private and link-local networks, and those with a special meaning. */
const networks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const blocked = new BlockList();
for (const [network, prefix, family] of networks) blocked.addSubnet(network, prefix, family);

/** The address is not on the internet: who sends something there reaches this host or its neighbours. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && blocked.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** The host of a URL is private by itself, whatever any name server says. */
export function isPrivateHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isPrivateAddress(bare) || /(^|\.)(localhost|local|internal)\.?$/i.test(bare);
}

/** Somebody let a name point into this network. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** Resolves names as usual, but to no private address. Checked where the connection is made, so that a name can't change in between. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  const all: LookupOptions & { all: true } = { ...options, all: true };
  resolve(hostname, all, (cause, addresses) => {
    if (cause) return callback(cause, '', 0);
    const first = addresses[0] as LookupAddress;
    if (addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(new PrivateAddress(`${hostname} has a private address`), '', 0);
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

import { BlockList, isIP } from 'node:net';
import type { HttpRequest, HttpResponse } from 'uWebSockets.js';

type Request = Pick<HttpRequest, 'getHeader'>;
type Response = Pick<HttpResponse, 'getRemoteAddressAsText'>;

/** Whose request it is. To be called within the library's callback. */
export type AddressOf = (response: Response, request: Request) => string;

/**
 * The other end of the connection; where that is one of these proxies, whom `X-Forwarded-For` names: of the addresses that
 * proxies have added, the last that is none of theirs. What is before it a client may have written itself.
 *
 * @param trustedProxies addresses and networks (`10.0.0.0/8`)
 */
export function clientAddress(trustedProxies: readonly string[]): AddressOf {
  if (trustedProxies.length === 0) return otherEnd;
  const proxies = listOf(trustedProxies);
  const isProxy = (address: string) => proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return (response, request) => {
    const address = otherEnd(response);
    if (!isProxy(address)) return address;
    const told = addressesIn(request.getHeader('x-forwarded-for'));
    return told.find((one) => !isProxy(one)) ?? told.at(-1) ?? address;
  };
}

const otherEnd = (response: Response): string => Buffer.from(response.getRemoteAddressAsText()).toString();

/** The latest first, up to what is no address. */
function addressesIn(header: string): string[] {
  const entries = header
    .split(',')
    .map((entry) => entry.trim())
    .reverse();
  const end = entries.findIndex((entry) => isIP(entry) === 0);
  return end < 0 ? entries : entries.slice(0, end);
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

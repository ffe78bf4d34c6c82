const V4_IN_V6 = /^(0{1,4}:){5}f{4}:|^::ffff:/i;

/**
 * Whom an address is counted as. Every customer of an IPv6 provider has a network of 2^64 addresses, so that is what
 * counts there; an IPv4 address counts as itself.
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || V4_IN_V6.test(address)) return address;
  return address.split(':').slice(0, 4).join(':');
}

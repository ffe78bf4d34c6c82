import { clientAddress } from './client-address.js';

const asked = (trusted: readonly string[], { from, forwarded = '' }: { from: string; forwarded?: string }): string =>
  clientAddress(trusted)(
    { getRemoteAddressAsText: () => new TextEncoder().encode(from).buffer },
    { getHeader: (name) => (name === 'x-forwarded-for' ? forwarded : '') },
  );

const PROXIES = ['10.0.0.0/8', '2001:db8::/32', '192.0.2.7'];

describe('the address of a client', () => {
  it('is that of the other end, whatever a header says, where no proxy is trusted', () => {
    expect(asked([], { from: '10.0.0.1', forwarded: '198.51.100.9' })).toBe('10.0.0.1');
  });

  it('is that of the other end where that is no trusted proxy', () => {
    expect(asked(PROXIES, { from: '203.0.113.5', forwarded: '198.51.100.9' })).toBe('203.0.113.5');
  });

  it.each([
    ['one proxy', '10.0.0.1', '198.51.100.9', '198.51.100.9'],
    ['proxies before proxies', '10.0.0.1', '198.51.100.9, 192.0.2.7, 10.2.3.4', '198.51.100.9'],
    ['an IPv6 proxy', '2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db9::1', '2001:db9::1'],
    ['a proxy on a socket that takes both', '0000:0000:0000:0000:0000:ffff:0a00:0001', '198.51.100.9', '198.51.100.9'],
    ['a client that claims to be somebody', '10.0.0.1', '127.0.0.1, 198.51.100.9', '198.51.100.9'],
    ['a client within the network of proxies', '10.0.0.1', '10.9.9.9', '10.9.9.9'],
    ['a client that wrote what is no address', '10.0.0.1', '198.51.100.9, nonsense, 10.9.9.9', '10.9.9.9'],
    ['a proxy that does not say', '10.0.0.1', '', '10.0.0.1'],
  ])('is told by %s', (_case, from, forwarded, address) => {
    expect(asked(PROXIES, { from, forwarded })).toBe(address);
  });
});

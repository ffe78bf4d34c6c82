import { claimsOf } from './read-token.js';

const token = (claims: unknown): string => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

it('a token says whose it is, in any script', () => {
  expect(claimsOf(token({ sub: 'ann', name: 'ア~ン?>', exp: 7 }))).toEqual({ sub: 'ann', name: 'ア~ン?>', exp: 7 });
});

it.each(['', 'opaque', 'a.b.c', token(null)])('what is no token (%s) says nothing', (text) => {
  expect(claimsOf(text)).toEqual({});
});

it('a claim of another type than it has is none', () => {
  expect(claimsOf(token({ sub: 7, name: null, exp: 'soon' }))).toEqual({});
});

import fc from 'fast-check';
import { authorKey, fingerprintOf, sameAuthor } from './client-message.js';

describe('the fingerprint of a client message id', () => {
  // Another version of a service may be on the other end: these may never change.
  it.each([
    ['', -1421968373],
    ['m-1', -1070142219],
    ['狼煙 🔥', -672815263],
  ])('of %j is what it always was', (id, fingerprint) => {
    expect(fingerprintOf(id)).toBe(fingerprint);
  });

  it('is 32 bits, and the same for the same id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 64 }), (id) => {
        expect(fingerprintOf(id)).toBe(fingerprintOf(id) | 0);
      }),
    );
  });

  it('hardly ever is that of another id, also where ids are counted up', () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => [`m-${index}`, `${index}`]).flat();
    const fingerprints = new Set(ids.map(fingerprintOf));
    // Chance makes about five pairs of 200,000.
    expect(ids.length - fingerprints.size).toBeLessThan(25);
  });
});

describe('an author', () => {
  const [user, guest] = [
    { id: 'bob', guest: false },
    { id: 'bob', guest: true },
  ];

  it('who is a guest is not the verified user of that id', () => {
    expect(sameAuthor(user, guest)).toBe(false);
    expect(authorKey(user)).not.toBe(authorKey(guest));
  });

  it('is the same under any display name', () => {
    const renamed = { ...user, name: 'Bobby' };
    expect(sameAuthor(user, renamed)).toBe(true);
    expect(authorKey(renamed)).toBe(authorKey(user));
  });

  it('has a key that no other author has', () => {
    const author = fc.record({ id: fc.string(), guest: fc.boolean() });
    fc.assert(
      fc.property(author, author, (a, b) => {
        expect(authorKey(a) === authorKey(b)).toBe(sameAuthor(a, b));
      }),
    );
  });
});

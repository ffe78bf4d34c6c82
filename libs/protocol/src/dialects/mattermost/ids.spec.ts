import fc from 'fast-check';
import { parsePostId, postIdOf } from './ids.js';

it('a post id has 26 characters, tells its place, and sorts by it', () => {
  const epochs = fc.stringMatching(/^[1-9a-z][0-9a-z]{0,14}$/);
  const positions = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(epochs, positions, positions, (epoch, one, other) => {
      expect(postIdOf(epoch, one)).toMatch(/^[a-z0-9]{26}$/);
      expect(parsePostId(postIdOf(epoch, one))).toEqual({ epoch, position: one });
      expect(postIdOf(epoch, one) < postIdOf(epoch, other)).toBe(one < other);
    }),
  );
  for (const none of ['', 'x', '0'.repeat(26), 'A'.repeat(26), 'z'.repeat(26)])
    expect(parsePostId(none)).toBeUndefined();
});

import fc from 'fast-check';
import { DistinctUsers, EXACT_USERS } from './distinct-users.js';

const counting = (users: Iterable<string>): DistinctUsers => {
  const counted = new DistinctUsers();
  for (const user of users) counted.add(user);
  return counted;
};
const people = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `user ${from + index}`);

describe('distinct users', () => {
  it('are counted exactly, each once, as long as they are few', () => {
    expect(new DistinctUsers().count).toBe(0);
    expect(counting(['user a', 'user b', 'user a', 'guest a']).count).toBe(3);
    expect(counting(people(EXACT_USERS)).count).toBe(EXACT_USERS);
  });

  it.each([600, 2_000, 10_000, 13_000, 100_000, 150_000])('are %d with an error of less than five percent', (count) => {
    const counted = counting(people(count)).count;
    expect(Math.abs(counted - count) / count).toBeLessThan(0.05);
  });

  it('take no more room however many they are', () => {
    expect(counting(people(50_000)).seen()).toHaveLength(4096);
  });

  it('are the same however they were spread, repeated and put in order', () => {
    const few = fc.array(fc.nat({ max: 2_000 }), { maxLength: 300 });
    const many = fc.nat({ max: 3_000 }).map((count) => people(count).map((_, index) => index));
    const someUsers = fc.oneof({ weight: 3, arbitrary: few }, many);
    fc.assert(
      fc.property(fc.array(someUsers, { minLength: 1, maxLength: 5 }), (parts) => {
        const named = parts.map((part) => part.map((each) => `user ${each}`));
        const single = counting(named.flat());
        const merged = new DistinctUsers();
        for (const part of [...named].reverse()) merged.addAll(counting(part));
        expect(merged.seen()).toEqual(single.seen());
        expect(merged.count).toBe(single.count);
      }),
      { numRuns: 50 },
    );
  });

  it.each([3, EXACT_USERS, 5_000])('are the same after a way through JSON: %d', (count) => {
    const sent = counting(people(count));
    const come = DistinctUsers.from(JSON.parse(JSON.stringify(sent.seen())));
    expect(come?.count).toBe(sent.count);
    expect(come?.seen()).toEqual(sent.seen());
  });

  it.each([undefined, null, 7, [7], {}, 'abc', '!'.repeat(4096), 'Z'.repeat(4096)])('are not %p', (value) => {
    expect(DistinctUsers.from(value)).toBeUndefined();
  });
});

import { differences } from './differences.js';

const truth = { lobby: [1, 3, 7], attic: [2] };

describe('a copy of the log', () => {
  it('may be the same', () => {
    expect(differences(truth, ['topic', { attic: [2], lobby: [1, 3, 7] }])).toEqual([]);
  });

  it.each([
    [{ lobby: [1, 7], attic: [2] }, 'topic: lobby lacks 1 of 3, first 3'],
    [{ lobby: [1, 3, 7] }, 'topic: attic lacks 1 of 1, first 2'],
    [{ lobby: [1, 3, 5, 7], attic: [2] }, 'topic: lobby has 1 that the log has not, first 5'],
    [{ lobby: [1, 3, 7], attic: [2], cellar: [9] }, 'topic: cellar has 1 that the log has not, first 9'],
    [{ lobby: [1, 3, 3, 7], attic: [2] }, 'topic: lobby has 1 twice'],
    [{ lobby: [3, 1, 7], attic: [2] }, 'topic: lobby has them in another order'],
  ])('that is %j differs', (copy, told) => {
    expect(differences(truth, ['topic', copy])).toEqual([told]);
  });
});

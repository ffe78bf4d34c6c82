import { perRound, rotated, type Trial } from './rounds.js';
import { judge } from './scenario.js';

describe('rounds', () => {
  it('begin with another peer each time', () => {
    const peers = ['noroshi', 'uws', 'ws'];
    expect([0, 1, 2, 3].map((round) => rotated(peers, round)[0])).toEqual(['noroshi', 'uws', 'ws', 'noroshi']);
    expect(rotated(peers, 2)).toEqual(['ws', 'noroshi', 'uws']);
  });

  it('keep their place when one of them failed', () => {
    const trials: Trial<number>[] = [
      { peer: 'ws', round: 2, figures: 30 },
      { peer: 'uws', round: 0, figures: 99 },
      { peer: 'ws', round: 1, failure: 'member 3: 4 of 5 messages' },
      { peer: 'ws', round: 0, figures: 10 },
    ];
    expect(perRound(trials, 'ws', (figures) => figures)).toEqual([10, undefined, 30]);
  });
});

describe('a target', () => {
  const spread = { median: 0.7, min: 0.5, max: 0.9 };

  it('is met on its bound, by the median', () => {
    expect(judge('a', { atLeast: 0.7 }, spread).outcome).toBe('met');
    expect(judge('a', { atMost: 0.7 }, spread).outcome).toBe('met');
  });

  it('is missed beyond it', () => {
    expect(judge('a', { atLeast: 0.71 }, spread).outcome).toBe('missed');
    expect(judge('a', { atMost: 0.69 }, spread).outcome).toBe('missed');
  });

  it('is never met by a run without figures', () => {
    expect(judge('a', { atMost: 3 }, undefined).outcome).toBe('not measured');
  });
});

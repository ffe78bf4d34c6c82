import { commandOf, parseOptions } from './options.js';

describe('options', () => {
  it('take seeds one by one, as ranges, and both', () => {
    expect(parseOptions(['--seed', '3']).seeds).toEqual([3]);
    expect(parseOptions(['--seed', '1..4,9']).seeds).toEqual([1, 2, 3, 4, 9]);
  });

  it('take the servers of several seeds in turn', () => {
    expect(parseOptions(['--nats', '1,1,1,3']).nats).toEqual([1, 1, 1, 3]);
  });

  it('do not kill what is somebody else’s without being told how', () => {
    expect(parseOptions(['--url', 'http://chat.example.com', '--kill', 'web-1'])).toMatchObject({
      killCommand: undefined,
      kill: ['web-1'],
    });
  });

  it.each([
    [['--seed', '4..2'], /--seed must be/],
    [['--seed', 'x'], /--seed must be/],
    [['--minutes', '0'], /--minutes must be/],
    [['--rooms', '1.5'], /--rooms must be/],
    [['--kill', 'everything'], /--kill knows gateway, rooms, messages, nats, not everything/],
    [['--harm', 'flood'], /--harm knows/],
    [['--nats', '2'], /--nats knows 1, 3, 5, not 2/],
    [['--url', 'ftp://x'], /--url must be/],
    [['--nonsense'], /Unknown option/],
  ])('%j is refused in a sentence', (args, sentence) => {
    expect(() => parseOptions(args)).toThrow(sentence);
  });

  it('are told so that the same is drawn again', () => {
    const options = parseOptions([
      '--seed',
      '1..9',
      '--minutes',
      '2',
      '--clients',
      '20',
      '--kill',
      'rooms',
      '--harm',
      'kill',
    ]);
    const again = parseOptions(commandOf(options, 7, 3).split(' ').slice(4));
    expect(again).toEqual({ ...options, seeds: [7], nats: [3] });
  });
});

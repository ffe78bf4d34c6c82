import { parseOptions } from './options.js';

describe('the command line', () => {
  it('runs the usual against everyone when nothing is said', () => {
    expect(parseOptions([])).toMatchObject({
      scenarios: ['fanout', 'latency'],
      peers: ['noroshi', 'uws', 'ws', 'socket.io'],
      json: undefined,
      members: 1000,
    });
  });

  it('takes names, numbers and a file', () => {
    const args = ['latency', '--json', 'out.json', '--seconds', '0.5', '--peers', 'uws,ws'];
    expect(parseOptions(args)).toMatchObject({
      scenarios: ['latency'],
      peers: ['uws', 'ws'],
      json: 'out.json',
      seconds: 0.5,
    });
  });

  it.each([
    [
      ['sideways'],
      'unknown scenario sideways: there are fanout, latency, slow, idle, storm, languages, relay, writer, rebuild',
    ],
    [['--peers', 'uws,nobody'], 'unknown peer nobody'],
    [['--seconds', 'soon'], '--seconds must be a positive number, not soon'],
    [['--members', '0'], '--members must be a positive number, not 0'],
    [['--fast'], '--fast'],
  ])('refuses %j with one sentence', (args, sentence) => {
    expect(() => parseOptions(args)).toThrow(sentence);
  });
});

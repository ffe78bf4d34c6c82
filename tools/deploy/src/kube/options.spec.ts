import { parseOptions } from './options.js';

describe('the options of the check of the chart', () => {
  it('are an image, and little else', () => {
    expect(parseOptions(['--image', 'registry.example.com:5000/noroshi:1.2'])).toEqual({
      ...{ image: 'registry.example.com:5000/noroshi:1.2', namespace: 'noroshi-check', seed: '1', minutes: 2 },
      ...{ context: undefined, values: undefined, url: undefined, keep: false },
    });
  });

  it.each([
    [[], /--image is required/],
    [['--image', 'noroshi'], /--image is required/],
    [['--image', 'noroshi@sha256:1'], /--image is required/],
    [['--image', 'a:1', '--minutes', '0'], /--minutes/],
    [['--image', 'a:1', '--namespace', 'Not this'], /--namespace/],
    [['--image', 'a:1', '--url', 'chat.example.com'], /--url/],
    [['--image', 'a:1', '--imgae', 'b:1'], /imgae/],
  ])('%j are refused', (args, says) => {
    expect(() => parseOptions(args)).toThrow(says);
  });
});

import * as fc from 'fast-check';
import { linkify } from './linkify.js';

const links = (text: string): (string | undefined)[] => linkify(text).flatMap(({ href }) => href ?? []);

describe('links', () => {
  it('are web addresses, without the sentence around them', () => {
    expect(links('See https://a.example/x?y=1. Or (http://b.example/z), ok?')).toEqual([
      'https://a.example/x?y=1',
      'http://b.example/z',
    ]);
    expect(links('https://en.example/wiki/Fire_(signal)')).toEqual(['https://en.example/wiki/Fire_(signal)']);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '<a href="x">', 'https://', 'ftp://a.example', 'www.a.example'])(
    'are not made of %s',
    (text) => {
      expect(links(text)).toEqual([]);
      expect(linkify(text)).toEqual([{ text }]);
    },
  );

  it('never change, drop or repeat a character', () => {
    const piece = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom(' ', '\n', '). ', 'https://'));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        expect(
          linkify(text)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
        for (const href of links(text)) expect(href).toMatch(/^https?:\/\//iu);
      }),
    );
  });
});

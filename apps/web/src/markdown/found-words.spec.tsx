import { renderToStaticMarkup } from 'react-dom/server';
import { FoundWords } from './found-words.js';

it.each([
  ['The **Fire** is lit', 'fire lit', 'The <mark>Fire</mark> is <mark>lit</mark>'],
  ['what? (that)', '(that) ?', 'what<mark>?</mark> <mark>(that)</mark>'],
  ['北の丘に煙', '煙', '北の丘に<mark>煙</mark>'],
  ['<b>', '  ', '&lt;b&gt;'],
])('of %j, searched for %j, it shows %j', (text, words, html) => {
  expect(renderToStaticMarkup(<FoundWords text={text} words={words} />)).toBe(html);
});

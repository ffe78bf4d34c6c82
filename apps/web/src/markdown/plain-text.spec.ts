import { plainText } from './plain-text.js';

it.each([
  ['plain words', 'plain words'],
  ['two\nlines', 'two\nlines'],
  ['@ann **in the _log_**, ~~not~~ `here`', '@ann in the log, not here'],
  [
    '# Fire\n\n- on the **hill**\n- see [this](https://example.com/a)\n\n---\n\n> said',
    'Fire\non the hill\nsee this\nsaid',
  ],
  ['```js\nlet a;\n```', 'let a;'],
  ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b\n1 2'],
  ['see https://example.com/a_b_c', 'see https://example.com/a_b_c'],
  ['<b>&amp;</b>', '<b>&amp;</b>'],
  ['snake_case and 2 * 3 * 4', 'snake_case and 2 * 3 * 4'],
  ['**cut off in the midd', '**cut off in the midd'],
  ['🔥', '🔥'],
  ['', ''],
])('of %j the words are %j', (text, words) => {
  expect(plainText(text)).toBe(words);
});

import { NoroshiError } from '@noroshi/client';
import { reasonIn, refusalOf } from './refusal.js';
import { texts } from './texts.js';

describe('a refusal', () => {
  it('is told in the language of the page', () => {
    const muted = new NoroshiError('muted', 'You are muted in this room');
    expect(reasonIn(texts.ja, refusalOf(muted))).toBe('このルームでの発言を止められています。');
    expect(reasonIn(texts.en, refusalOf(muted))).toBe('You are muted in this room.');
  });

  it.each(['new_code', 'toString', ''])('with the code %j, which the page does not know, is told as it was', (code) => {
    expect(reasonIn(texts.ja, { code, message: 'No such luck' })).toBe('No such luck');
  });

  it('need not be one of the server', () => {
    expect(reasonIn(texts.en, refusalOf(new TypeError('of undefined')))).toBe('TypeError: of undefined');
  });
});

import { localeOf, preferredLanguage } from './language.js';

describe('the language of the page', () => {
  it.each([
    [['ja-JP', 'en'], 'ja'],
    [['de-AT', 'JA', 'en'], 'ja'],
    [['en-GB'], 'en'],
    [['de'], 'en'],
    [[], 'en'],
  ])('is, for a browser of %j, %s', (locales, language) => {
    expect(preferredLanguage(locales)).toBe(language);
  });

  it('writes dates as the region of the browser does', () => {
    expect(localeOf('en', ['ja', 'en-GB', 'en'])).toBe('en-GB');
  });

  it('writes dates as the language does that was chosen, whatever the browser speaks', () => {
    expect(localeOf('ja', ['en-US'])).toBe('ja');
  });
});

export const languages = ['en', 'ja'] as const;

/** Of the page's texts, as ISO 639-1 names it. */
export type Language = (typeof languages)[number];

export const languageNames: Readonly<Record<Language, string>> = { en: 'English', ja: '日本語' };

export const asLanguage = (text: string | null): Language | undefined => languages.find((known) => known === text);

const primary = (locale: string): string => locale.toLowerCase().split('-')[0] ?? '';

/** The first of the browser's languages that the page speaks; English if none. */
export const preferredLanguage = (locales: readonly string[]): Language =>
  locales.map((locale) => asLanguage(primary(locale))).find((language) => language !== undefined) ?? 'en';

/** How dates and numbers are written: as the browser has it for this language (`en-GB`), if it does. */
export const localeOf = (language: Language, locales: readonly string[]): string =>
  locales.find((locale) => primary(locale) === language) ?? language;

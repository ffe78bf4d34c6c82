import { useLanguage } from './language-context.js';

/** The same texts in each language: what one has and another lacks does not compile. */
export interface Texts<T> {
  readonly en: T;
  readonly ja: NoInfer<T>;
}

/** What a page says, in the language that was chosen; in English outside of a `LanguageProvider`. */
export function useTexts<T>(texts: Texts<T>): T {
  return texts[useLanguage().language];
}

import { createContext, use, useEffect, type ReactNode } from 'react';
import { usePreference } from '../preferences/use-preference.js';
import { asLanguage, localeOf, preferredLanguage, type Language } from './language.js';

interface LanguageChoice {
  readonly language: Language;
  /** For `Intl`. */
  readonly locale: string;
  readonly choose: (language: Language) => void;
}

const LanguageContext = createContext<LanguageChoice>({ language: 'en', locale: 'en', choose: () => undefined });

const preference = {
  key: 'noroshi.language',
  read: asLanguage,
  otherwise: () => preferredLanguage(navigator.languages),
};

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, choose] = usePreference<Language>(preference);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <LanguageContext value={{ language, locale: localeOf(language, navigator.languages), choose }}>
      {children}
    </LanguageContext>
  );
}

export const useLanguage = (): LanguageChoice => use(LanguageContext);

import { useMemo } from 'react';
import { useLanguage } from '../i18n/language-context.js';
import { perLocale } from '../i18n/per-locale.js';
import { useTexts } from '../i18n/use-texts.js';
import { texts } from './texts.js';

/** Times for people. All take milliseconds since 1970. */
export interface Times {
  readonly clock: (at: number) => string;
  readonly full: (at: number) => string;
  /** `Today`, `Wednesday, 4 March`. */
  readonly day: (at: number, now: number) => string;
  /** As short as can be: the time of today, else the day. */
  readonly brief: (at: number, now: number) => string;
}

const dayMs = 86_400_000;
const sameDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString();
const sameYear = (one: number, other: number): boolean => new Date(one).getFullYear() === new Date(other).getFullYear();

const writersIn = perLocale((locale) => {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  return {
    clock: format({ timeStyle: 'short' }),
    full: format({ dateStyle: 'full', timeStyle: 'medium' }),
    date: format({ weekday: 'long', day: 'numeric', month: 'long' }),
    dateWithYear: format({ day: 'numeric', month: 'long', year: 'numeric' }),
    short: format({ day: 'numeric', month: 'short' }),
  };
});

function timesIn(locale: string, words: { readonly today: string; readonly yesterday: string }): Times {
  const { clock, full, date, dateWithYear, short } = writersIn(locale);
  return {
    clock: (at) => clock.format(at),
    full: (at) => full.format(at),
    day: (at, now) => {
      if (sameDay(at, now)) return words.today;
      if (sameDay(at, now - dayMs)) return words.yesterday;
      return (sameYear(at, now) ? date : dateWithYear).format(at);
    },
    brief: (at, now) => (sameDay(at, now) ? clock : short).format(at),
  };
}

export function useTimes(): Times {
  const { locale } = useLanguage();
  const { today, yesterday } = useTexts(texts);
  return useMemo(() => timesIn(locale, { today, yesterday }), [locale, today, yesterday]);
}

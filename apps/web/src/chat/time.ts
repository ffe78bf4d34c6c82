import { useMemo } from 'react';
import { useLanguage } from '../i18n/language-context.js';
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

export function timesIn(locale: string, words: { readonly today: string; readonly yesterday: string }): Times {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const clock = format({ timeStyle: 'short' });
  const full = format({ dateStyle: 'full', timeStyle: 'medium' });
  const date = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const dateWithYear = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const short = format({ day: 'numeric', month: 'short' });
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

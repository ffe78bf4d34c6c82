import { agoOf, writerOf } from '../dashboard/format.js';
import { useLanguage } from '../i18n/language-context.js';
import { perLocale } from '../i18n/per-locale.js';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const THOUSAND = 1000;

function bytesOf(locale: string): (bytes: number) => string {
  const writers = UNITS.map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }),
  );
  return (bytes) => {
    const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(THOUSAND)));
    return writers[power]?.format(bytes / THOUSAND ** power) ?? '';
  };
}

const formatsIn = perLocale((locale) => {
  const ago = agoOf(locale);
  const count = new Intl.NumberFormat(locale);
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' });
  return {
    count: (value: number) => count.format(value),
    share: writerOf('share', locale),
    time: writerOf('time', locale),
    bytes: bytesOf(locale),
    /** Of a time in ISO 8601, as the next ones. */
    ago: (at: string, now = Date.now()) => ago(Date.parse(at), now),
    clock: (at: string) => clock.format(Date.parse(at)),
    moment: (at: string) => moment.format(Date.parse(at)),
  };
});

/** How numbers and times are written where somebody lives. */
export const useFormats = () => formatsIn(useLanguage().locale);

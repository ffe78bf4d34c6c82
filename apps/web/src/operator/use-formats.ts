import { useMemo } from 'react';
import { agoOf, writerOf } from '../dashboard/format.js';
import { useLanguage } from '../i18n/language-context.js';

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

/** How numbers and times are written where somebody lives. */
export function useFormats() {
  const { locale } = useLanguage();
  return useMemo(() => {
    const ago = agoOf(locale);
    return {
      count: (value: number) => value.toLocaleString(locale),
      share: writerOf('share', locale),
      time: writerOf('time', locale),
      bytes: bytesOf(locale),
      /** Of a time in ISO 8601. */
      ago: (at: string, now = Date.now()) => ago(Date.parse(at), now),
      clock: (at: string) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(Date.parse(at)),
      moment: (at: string) =>
        new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(Date.parse(at)),
    };
  }, [locale]);
}

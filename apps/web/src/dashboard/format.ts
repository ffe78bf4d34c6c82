import { perLocale } from '../i18n/per-locale.js';
import type { Unit } from './figures.js';

type Writer = (value: number) => string;

const counts = (locale: string): Writer => {
  const small = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const large = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  return (value) => (Math.abs(value) < 10_000 ? small : large).format(value);
};

const shares = (locale: string): Writer => {
  const fine = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return (value) => fine.format(value);
};

const SECOND_MS = 1000;

/** Short enough for an axis: below ten milliseconds the tenths matter. */
const times = (locale: string): Writer => {
  const unit = (name: string, digits: number) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });
  const [fine, coarse, seconds] = [unit('millisecond', 1), unit('millisecond', 0), unit('second', 1)];
  return (value) => {
    if (value >= SECOND_MS) return seconds.format(value / SECOND_MS);
    return (value < 10 ? fine : coarse).format(value);
  };
};

const writers: Readonly<Record<Unit, (locale: string) => Writer>> = { count: counts, share: shares, time: times };

/** How figures of this unit are written where somebody lives. */
export const writerOf = (unit: Unit, locale: string): Writer => writers[unit](locale);

/** With seconds, as events are seconds apart, unless they do not matter. */
export const clockOf = (locale: string, style: 'medium' | 'short' = 'medium'): ((at: number) => string) => {
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: style });
  return (at) => clock.format(at);
};

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** How long ago: `12 s ago`. Never in the future, whatever the clocks say. */
export const agoOf = perLocale((locale): ((at: number, now: number) => string) => {
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'narrow', numeric: 'always' });
  return (at, now) => {
    const seconds = Math.max(0, Math.round((now - at) / 1000));
    if (seconds < MINUTE_S) return relative.format(-seconds, 'second');
    if (seconds < HOUR_S) return relative.format(-Math.floor(seconds / MINUTE_S), 'minute');
    return relative.format(-Math.floor(seconds / HOUR_S), 'hour');
  };
});

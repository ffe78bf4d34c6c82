const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const date = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const dateWithYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });

const dayMs = 86_400_000;

/** Epoch ms in. */
export const clockTime = (at: number): string => clock.format(at);
export const fullTime = (at: number): string => full.format(at);

export function dayName(at: number, now: number): string {
  const day = new Date(at).toDateString();
  if (day === new Date(now).toDateString()) return 'Today';
  if (day === new Date(now - dayMs).toDateString()) return 'Yesterday';
  return (new Date(at).getFullYear() === new Date(now).getFullYear() ? date : dateWithYear).format(at);
}

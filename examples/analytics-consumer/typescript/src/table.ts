import type { Summary } from './counts.js';

const ROOMS = 15;
const RECENT_MINUTES = 10;

/** For people; as wide as a terminal. */
export function tableOf(summary: Summary): string {
  const { events, duplicates, skipped, rooms, messages, people } = summary;
  const top = Object.entries(summary.perRoom)
    .sort(([, a], [, b]) => b.messages - a.messages)
    .slice(0, ROOMS);
  const minutes = Object.entries(summary.perMinute).slice(-RECENT_MINUTES);
  return [
    `${events} events (${duplicates} duplicates dropped, ${skipped} skipped)`,
    `${rooms} rooms, ${messages} messages, ${people} people`,
    '',
    row('ROOM', 'MESSAGES', 'PEOPLE'),
    ...top.map(([room, counted]) => row(room, counted.messages, counted.people)),
    '',
    row('MINUTE', 'MESSAGES', ''),
    ...minutes.map(([minute, count]) => row(minute, count, '')),
    '',
  ].join('\n');
}

const row = (name: string, first: string | number, second: string | number): string =>
  `${visible(name).slice(0, 40).padEnd(40)} ${String(first).padStart(10)} ${String(second).padStart(10)}`;

/** A room's id is chosen by people: nothing in it may steer the terminal. */
const visible = (text: string): string => text.replace(/\p{Cc}/gu, '?');

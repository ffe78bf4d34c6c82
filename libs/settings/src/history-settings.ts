import { Refused, wholeNumber, type Parser } from './parsers.js';
import type { SettingOf } from './setting.js';
import type { DaysKept } from './settings.js';

/** Not repeated in the complaint: such a URL may carry a password. */
const mongoUrl: Parser<string> = (text) => {
  if (!/^mongodb(\+srv)?:\/\/[^\s/]+(\/\S*)?$/.test(text))
    throw new Refused('must be a mongodb:// or mongodb+srv:// URL');
  return text;
};

const days = wholeNumber({ min: 0, max: 36_500 });

/** `30,lobby=365,team%2Ca=0` */
const daysKept: Parser<readonly DaysKept[]> = (text) => {
  const kept = text.split(',').map((item) => {
    const [, room, number = ''] = /^\s*(?:([^=\s]+)=)?(\d+)\s*$/.exec(item) ?? [];
    return { ...(room === undefined ? {} : { roomId: decoded(room) }), days: days(number) };
  });
  const isOnce = new Set(kept.map(({ roomId }) => roomId)).size === kept.length;
  if (!isOnce || !kept.some(({ roomId }) => roomId === undefined))
    throw new Refused('must be a number of days, and after it ROOM=DAYS of rooms that differ, with commas between');
  return kept;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refused('must have the ids of rooms percent-encoded');
  }
};

/** Where what was said is kept besides the log. */
export const historySettings: { readonly [K in 'mongoUrl' | 'messageDays']: SettingOf<K> } = {
  mongoUrl: {
    name: 'MONGO_URL',
    parse: mongoUrl,
    defaultShown: 'none: history in memory, from the log at each start',
    meaning:
      'MongoDB (4.4 or newer) that keeps history and notifications; the database in the URL, else `noroshi`; of a replica set in production',
    fromFile: true,
  },
  messageDays: {
    name: 'NOROSHI_MESSAGE_DAYS',
    parse: daysKept,
    default: [{ days: 30 }],
    defaultShown: '`30`',
    unit: 'days',
    meaning:
      'how long MongoDB keeps a message, 0 for good; rooms that differ after it: `30,lobby=365,audit=0` (ids percent-encoded); counts for what is written from then on, and for all after `rebuild messages`',
  },
};

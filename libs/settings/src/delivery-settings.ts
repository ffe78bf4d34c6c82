import { wholeNumber } from './parsers.js';
import { seconds, type SettingOf } from './setting.js';

type Key = 'slowBytes' | 'slowTime' | 'maxUnreadBytes' | 'replaysAtOnce' | 'drainTime';

/** What a gateway does for those who are slow, who come back and whom it sends away. */
export const deliverySettings: { readonly [K in Key]: SettingOf<K> } = {
  slowBytes: {
    name: 'NOROSHI_SLOW_BYTES',
    parse: wholeNumber({ min: 1024, max: 1_000_000_000 }),
    default: 524_288,
    unit: 'bytes per connection',
    meaning: 'a client with more than this unread gets no live frames until it has read, and then what it missed',
  },
  slowTime: {
    name: 'NOROSHI_SLOW_TIME',
    parse: seconds,
    default: 10,
    unit: 'seconds',
    meaning: 'a slow client that has not read what it was sent by then is closed 4402 and comes back with its offset',
  },
  maxUnreadBytes: {
    name: 'NOROSHI_MAX_UNREAD_BYTES',
    parse: wholeNumber({ min: 65_536, max: 1_000_000_000 }),
    default: 4_194_304,
    unit: 'bytes per connection',
    meaning: 'the last resort: a connection with more than this unread is cut at once',
  },
  replaysAtOnce: {
    name: 'NOROSHI_REPLAYS_AT_ONCE',
    parse: wholeNumber({ min: 1, max: 100_000 }),
    default: 64,
    unit: 'per gateway',
    meaning: 'rooms in which connections are brought up to the present at a time; the others wait their turn',
  },
  drainTime: {
    name: 'NOROSHI_DRAIN_TIME',
    parse: wholeNumber({ min: 0, max: 3600 }),
    default: 10,
    unit: 'seconds',
    meaning: 'within this a gateway that is told to stop sends its clients away, a few at a time',
  },
};

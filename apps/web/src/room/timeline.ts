import type { Outgoing } from '../connection/outbox.js';
import type { Message } from './message.js';

/** A line of the conversation: said, or on its way. */
export type Line =
  | { readonly kind: 'said'; readonly key: string; readonly message: Message }
  | { readonly kind: 'outgoing'; readonly key: string; readonly outgoing: Outgoing };

/** What one person said in a row. `at`: epoch ms of the first line. */
export interface Turn {
  readonly key: string;
  readonly userId: string;
  readonly username: string;
  readonly at: number;
  readonly lines: readonly Line[];
}

export interface Day {
  readonly key: string;
  /** Epoch ms of its first line. */
  readonly at: number;
  readonly turns: readonly Turn[];
}

interface Author {
  readonly userId: string;
  readonly username: string;
}

/** A pause this long starts a new turn, so that the time above it stays true. */
const pauseMs = 5 * 60_000;

interface Placed extends Author {
  readonly at: number;
  readonly line: Line;
}

function place(messages: readonly Message[], outbox: readonly Outgoing[], me: Author): readonly Placed[] {
  const said = messages.map((message): Placed => ({
    ...{ userId: message.userId, username: message.username, at: Date.parse(message.timestamp) },
    line: { kind: 'said', key: message.messageId, message },
  }));
  const outgoing = outbox.map((entry): Placed => ({
    ...{ userId: me.userId, username: me.username, at: entry.queuedAt },
    line: { kind: 'outgoing', key: entry.clientMessageId, outgoing: entry },
  }));
  return [...said, ...outgoing];
}

const sameTurn = (last: Placed | undefined, next: Placed): boolean =>
  last?.userId === next.userId && last.username === next.username && next.at - last.at < pauseMs;

const toTurn = (placed: readonly Placed[]): Turn[] => {
  const [first] = placed;
  if (!first) return [];
  const { userId, username, at, line } = first;
  return [{ key: line.key, userId, username, at, lines: placed.map((item) => item.line) }];
};

/** Splits where `together` says that an item does not belong with the one before. */
function chunk<T>(items: readonly T[], together: (last: T, next: T) => boolean): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  for (const item of items) {
    const current = chunks.at(-1);
    const last = current?.at(-1);
    if (current && last !== undefined && together(last, item)) current.push(item);
    else chunks.push([item]);
  }
  return chunks;
}

const dayOf = (at: number): string => new Date(at).toDateString();

/** By day, then by who speaks. Messages on their way come last: their place is not known yet. */
export function arrange(messages: readonly Message[], outbox: readonly Outgoing[], me: Author): readonly Day[] {
  const days = chunk(place(messages, outbox, me), (last, next) => dayOf(last.at) === dayOf(next.at));
  return days.flatMap((placed) => {
    const turns = chunk(placed, sameTurn).flatMap(toTurn);
    const [first] = turns;
    return first ? [{ key: first.key, at: first.at, turns }] : [];
  });
}

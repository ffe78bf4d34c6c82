import { keyOf, type Message } from '@noroshi/client';

/** What the log consists of, from top to bottom. Keys stay the same while the log grows at either end. */
export type Row =
  | { readonly kind: 'beginning'; readonly key: string }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string }
  /** `isFirst`: it begins what somebody says in a row, and tells who. */
  | { readonly kind: 'message'; readonly key: string; readonly message: Message; readonly isFirst: boolean };

/** A pause this long begins anew, so that the time above stays true. Milliseconds. */
const pauseMs = 5 * 60_000;

const dayOf = (at: number): string => new Date(at).toDateString();

const goesOn = (last: Message, next: Message): boolean =>
  last.author.userId === next.author.userId &&
  last.author.name === next.author.name &&
  next.replyTo === undefined &&
  next.at - last.at < pauseMs;

export interface RowsQuery {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** Key of the first message that was new when the room was come into. */
  readonly firstUnread: string | undefined;
}

export function rowsOf({ messages, hasOlder, firstUnread }: RowsQuery): readonly Row[] {
  const rows: Row[] = hasOlder ? [] : [{ kind: 'beginning', key: 'beginning' }];
  let last: Message | undefined;
  for (const message of messages) {
    const key = keyOf(message);
    const isNewDay = !last || dayOf(last.at) !== dayOf(message.at);
    const between: Row[] = [];
    if (isNewDay) between.push({ kind: 'day', key: `day ${dayOf(message.at)}`, at: message.at });
    if (key === firstUnread) between.push({ kind: 'unread', key: 'unread' });
    const isFirst = between.length > 0 || !last || !goesOn(last, message);
    rows.push(...between, { kind: 'message', key, message, isFirst });
    last = message;
  }
  return rows;
}

import type { Message, Room } from '@noroshi/client';

export interface Counted {
  /** Messages of others that were unread. */
  readonly count: number;
  /** Offset of the last message when they were counted: what comes later is not among them. */
  readonly upTo: string | undefined;
  readonly userId: string;
}

/** Undefined: nothing was unread, or it is further back than these reach. */
export function firstUnread(messages: readonly Message[], { count, upTo, userId }: Counted): Message | undefined {
  const last = messages.findIndex(({ offset }) => offset !== undefined && offset === upTo);
  const others = messages
    .slice(0, last + 1)
    .filter(({ status, author }) => status === 'stored' && author.userId !== userId);
  return count > 0 ? others.at(-count) : undefined;
}

const PAGE = 100;

/** Goes back through the history for it. Where less is left than was counted: the first that is there. */
export async function findFirstUnread(room: Pick<Room, 'history'>, counted: Counted): Promise<Message | undefined> {
  let held: readonly Message[] = [];
  for (;;) {
    const before = held[0]?.offset;
    const { items, hasMore } = await room.history({ limit: PAGE, ...(before !== undefined && { before }) });
    held = [...items, ...held];
    const first = firstUnread(held, counted);
    if (first || !hasMore || items.length === 0) return first ?? held[0];
  }
}

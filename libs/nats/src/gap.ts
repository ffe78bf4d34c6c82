import type { Position } from '@noroshi/event-sourcing';

/** What republish tells of an event besides the event. */
export interface News {
  readonly lane: string;
  readonly position: Position;
  /** The previous position of the same lane, 0 when it is the first. */
  readonly previous: Position;
  /** Another lane's last position when the event was stored, if it was fenced by one. */
  readonly fence?: { readonly lane: string; readonly position: Position } | undefined;
}

/** `next`: nothing is missing before it; `known`: was delivered already; `gap`: something before it was lost. */
export type Judgement = 'next' | 'known' | 'gap';

/**
 * Whether an event may be delivered, given the positions that its followed lanes have been delivered up to.
 *
 * A previous position below the known one is no gap: a lane may be followed from a position that is another lane's. The
 * fence shows the loss of an event on another lane: what was said after a ban is never delivered before the ban.
 */
export function judge(known: ReadonlyMap<string, Position>, news: News): Judgement {
  const at = known.get(news.lane);
  if (at === undefined || news.position <= at) return 'known';
  if (news.previous > at) return 'gap';
  const { fence } = news;
  if (fence && fence.position > (known.get(fence.lane) ?? Infinity)) return 'gap';
  return 'next';
}

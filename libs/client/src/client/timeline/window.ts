import type { Message } from '../../api/message.js';
import type { HistoryPage } from '../../api/room.js';
import { compareOffsets } from '../../core/offsets.js';
import { applyChange, reconcile, type Change } from '../frames.js';

/** A contiguous part of what was said in a room. */
export interface Window {
  /** Stored ones, in the order of the log. */
  readonly items: readonly Message[];
  /**
   * The changes heard last. A page may have been read before one of them and arrive after it, so they are applied again to
   * whatever a page brings.
   */
  readonly heard: readonly Change[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly newer: number;
}

export const nothing: Window = { items: [], heard: [], hasOlder: false, hasNewer: false, newer: 0 };

const LONGEST = 1_000;
/** More changes than this while one page is on its way do not happen. */
const REMEMBERED = 500;

/** Across two logs, that is, after one was restored, the clock decides. */
const inOrder = (left: Message, right: Message): number =>
  compareOffsets(left.offset ?? '', right.offset ?? '') ?? left.at - right.at;

function merged({ items, heard }: Window, more: readonly Message[]): readonly Message[] {
  if (more.length === 0) return items;
  const byId = new Map(items.map((message) => [message.messageId, message]));
  for (const message of more) {
    const held = byId.get(message.messageId);
    const changes = heard.filter(({ messageId }) => messageId === message.messageId);
    byId.set(message.messageId, changes.reduce(applyChange, held ? reconcile(held, message) : message));
  }
  return [...byId.values()].sort(inOrder);
}

function withoutOldest(window: Window): Window {
  const { items } = window;
  return items.length <= LONGEST ? window : { ...window, items: items.slice(-LONGEST), hasOlder: true };
}

/** The latest page, and what came while it was on its way: see `addNewer`. */
export function showLatest(window: Window, page: HistoryPage, ahead: readonly Message[] | undefined): Window {
  const empty = { ...nothing, heard: window.heard, hasOlder: page.hasMore, hasNewer: !ahead };
  return withoutOldest({ ...empty, items: merged(empty, [...page.items, ...(ahead ?? [])]) });
}

/** What is said now. Where the window does not reach the end, it is counted. */
export function said(window: Window, message: Message): Window {
  const isHeld = window.items.some(({ messageId }) => messageId === message.messageId);
  if (window.hasNewer && !isHeld) return { ...window, newer: window.newer + 1 };
  const { items } = window;
  const last = items.at(-1);
  // As good as always; sorting a thousand for each would be felt in a busy room.
  const isLatest = !isHeld && (!last || inOrder(last, message) < 0);
  return withoutOldest({ ...window, items: isLatest ? [...items, message] : merged(window, [message]) });
}

/** A change of a message that is not held is remembered: its page may be on the way. */
export const changed = (window: Window, change: Change): Window => ({
  ...window,
  items: window.items.map((message) =>
    message.messageId === change.messageId ? applyChange(message, change) : message,
  ),
  heard: [...window.heard, change].slice(-REMEMBERED),
});

export function addOlder(window: Window, page: HistoryPage): Window {
  const items = merged(window, page.items);
  const hasOlder = page.hasMore && page.items.length > 0;
  if (items.length <= LONGEST) return { ...window, items, hasOlder };
  return { ...window, items: items.slice(0, LONGEST), hasOlder, hasNewer: true };
}

/** `ahead`: what came since the page was asked for; undefined: too much of it. */
export function addNewer(window: Window, page: HistoryPage, ahead: readonly Message[] | undefined): Window {
  const hasNewer = page.hasMore || !ahead;
  const items = merged(window, hasNewer ? page.items : [...page.items, ...ahead]);
  const newer = hasNewer ? Math.max(0, window.newer - page.items.length) : 0;
  return withoutOldest({ ...window, items, hasNewer, newer });
}

/** The surroundings of a place in the log. */
export function showAround(window: Window, before: HistoryPage, from: HistoryPage): Window {
  const empty = { ...nothing, heard: window.heard, hasOlder: before.hasMore, hasNewer: from.hasMore };
  return { ...empty, items: merged(empty, [...before.items, ...from.items]) };
}

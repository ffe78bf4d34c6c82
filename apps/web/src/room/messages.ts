import type { ChangeFrame, MessageFrame } from '../protocol/frames.js';
import { applyChange, fromFrame, reconcile, type Message } from './message.js';
import { compareOffsets } from './offset-order.js';

/** What has been said, oldest first, each message once. */
export interface Messages {
  readonly items: readonly Message[];
  /**
   * Changes heard since the room was joined. A history page may have been read before one of them and arrive after it, so
   * they are applied again to whatever a page brings.
   */
  readonly heard: readonly ChangeFrame[];
}

export const noMessages: Messages = { items: [], heard: [] };

/** More changes than this between a join and a page that misses them do not happen; the list must end somewhere. */
const heardLimit = 500;

/** Takes frames from the live feed or from history: in any order, any number of times. */
export function mergeMessages({ items, heard }: Messages, frames: readonly MessageFrame[]): Messages {
  if (frames.length === 0) return { items, heard };
  const byId = new Map(items.map((message) => [message.messageId, message]));
  for (const frame of frames) {
    const held = byId.get(frame.messageId);
    const merged = held ? reconcile(held, frame) : fromFrame(frame);
    const changes = heard.filter(({ messageId }) => messageId === frame.messageId);
    byId.set(frame.messageId, changes.reduce(applyChange, merged));
  }
  return { items: [...byId.values()].sort(compareOffsets), heard };
}

/** A change of a message that is not held is remembered: its page may be on the way. */
export function changeMessage({ items, heard }: Messages, change: ChangeFrame): Messages {
  return {
    items: items.map((message) => (message.messageId === change.messageId ? applyChange(message, change) : message)),
    heard: [...heard, change].slice(-heardLimit),
  };
}

/** After a join the next history pages know everything that was heard before. */
export const forgetHeard = ({ items }: Messages): Messages => ({ items, heard: [] });

import { EventLogUnavailable, type Position } from '@noroshi/event-sourcing';
import type { Missed, RoomView } from '../rooms/room-view.js';
import type { ReplaySource } from './replay.js';

export interface Beginning {
  /** Where the log still begins to tell what was missed: the position asked for, or later. */
  readonly from: Position;
  /** Everything after `from`. */
  readonly source: ReplaySource;
}

/** Finds what was missed since `position`. @throws EventLogUnavailable */
export async function missedSince(view: Pick<RoomView, 'since' | 'read'>, position: Position): Promise<Beginning> {
  if (view.since(position)) return { from: position, source: whole(view) };
  const first = await view.read(position);
  return { from: first.from, source: whole(view, first) };
}

/** A source that never leaves anything out in silence. What was read to begin with is not read again. */
function whole(view: Pick<RoomView, 'since' | 'read'>, first?: Missed): ReplaySource {
  let unread = first;
  return {
    since: (position) => view.since(position),
    read: async (position) => {
      const page = unread?.from === position ? unread : await view.read(position);
      unread = undefined;
      if (page.from > position) throw new EventLogUnavailable(`what came after ${position} was removed meanwhile`);
      return page.events;
    },
  };
}

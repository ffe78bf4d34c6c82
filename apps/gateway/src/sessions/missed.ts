import { EventLogUnavailable, type Position } from '@noroshi/event-sourcing';
import type { Missed, RoomView } from '../rooms/room-view.js';
import type { ReplaySource } from './replay.js';

/** A room as it is followed here, for those who do not hear it. */
export type FollowedRoom = Pick<RoomView, 'position' | 'since' | 'read' | 'reach'>;

export interface Beginning {
  /** Where the log still begins to tell what was missed: the position asked for, or later. */
  readonly from: Position;
  /** Everything after `from`. */
  readonly source: ReplaySource;
}

/** Finds what was missed since `position`. @throws EventLogUnavailable */
export async function missedSince(view: FollowedRoom, position: Position): Promise<Beginning> {
  if (view.since(position)) return { from: position, source: whole(view) };
  const first = await view.read(position);
  return { from: first.from, source: whole(view, first) };
}

/** A source that never leaves anything out in silence. What was read to begin with is not read again. */
function whole(view: FollowedRoom, first?: Missed): ReplaySource {
  let unread = first;
  return {
    get position() {
      return view.position;
    },
    since: (position) => view.since(position),
    reach: (position) => view.reach(position),
    read: async (position) => {
      const page = unread?.from === position ? unread : await view.read(position);
      unread = undefined;
      if (page.from > position) throw new EventLogUnavailable(`what came after ${position} was removed meanwhile`);
      return page.events;
    },
  };
}

import type { Offset } from '@noroshi/domain';
import { EventLogUnavailable, type Position } from '@noroshi/event-sourcing';
import type { ErrorCode } from '@noroshi/protocol';
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

/** The same for somebody who shows a place, and why it does not begin there: then history tells what comes before. */
export async function missedBy(
  view: FollowedRoom,
  place: Offset | undefined,
  epoch: string,
): Promise<Beginning & { readonly code?: ErrorCode }> {
  const position = await positionOf(view, place, epoch);
  if (typeof position === 'string') return { ...(await missedSince(view, view.position)), code: position };
  const beginning = await missedSince(view, position);
  return beginning.from > position ? { ...beginning, code: 'log_truncated' } : beginning;
}

async function positionOf(
  view: FollowedRoom,
  place: Offset | undefined,
  epoch: string,
): Promise<Position | 'invalid_offset' | 'other_log'> {
  if (!place) return 'invalid_offset';
  if (place.epoch !== epoch) return 'other_log';
  if (place.position <= view.position) return place.position;
  // Another gateway may be a moment ahead of this one.
  return view.reach(place.position).then(
    () => place.position,
    () => 'invalid_offset',
  );
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

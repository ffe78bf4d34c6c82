import { isDeepStrictEqual } from 'node:util';
import { roomLane, type RoomEvent, type RoomLaneName } from '@noroshi/domain';
import type { EventStore, Guard, Lane, Position, RecordedEvent } from '@noroshi/event-sourcing';
import { placedAnew } from './placed-anew.js';
import type { ArchivedEvent } from './read-archived-room.js';

/** The log has the room, and not as the archive has it. */
export class RoomExists extends Error {
  override readonly name = 'RoomExists';

  constructor(roomId: string) {
    super(`The log has something of ${roomId} that is not from this archive: nothing more is stored there.`);
  }
}

export interface Restored {
  /** Now; of a dry run those that would be. */
  readonly stored: number;
  /** By an earlier try. */
  readonly before: number;
  /** They are about messages that the archive does not have. */
  readonly leftOut: number;
}

export interface Restoration {
  readonly store: Pick<EventStore<RoomEvent>, 'read' | 'append'>;
  readonly roomId: string;
  readonly events: readonly ArchivedEvent[];
  /** Nothing is stored. */
  readonly dryRun?: boolean;
}

const lanes: readonly RoomLaneName[] = ['control', 'members', 'talk'];

/**
 * Appends the events of a room to a log that does not have it. Goes on where an earlier try has ended, if nothing else has come
 * into the room since.
 *
 * @throws RoomExists, and EventLogUnavailable: then it may be called again
 */
export async function restoreRoom({ store, roomId, events, dryRun = false }: Restoration): Promise<Restored> {
  const existing = await store.read(lanes.map((name) => roomLane(roomId, name)));
  const positions = new Map<Position, Position>();
  const ends = new Map<string, Position>();
  let done = 0;
  for (const { event, lane, position } of events) {
    const anew = placedAnew(event, positions);
    if (!anew) continue;
    const there = existing[done];
    // In a dry run it has some position as well, so that what is about it counts.
    const now = there
      ? assertSame(there, anew, lane)
      : await (dryRun ? position : append(store, anew, { lane, position: ends.get(lane.name) ?? 0 }));
    positions.set(position, now);
    ends.set(lane.name, now);
    done += 1;
  }
  if (done < existing.length) throw new RoomExists(roomId);
  return { stored: done - existing.length, before: existing.length, leftOut: events.length - done };
}

function assertSame({ event, lane, position }: RecordedEvent<RoomEvent>, archived: RoomEvent, at: Lane): Position {
  if (lane.name !== at.name || !isDeepStrictEqual(event, archived)) throw new RoomExists(lane.entity);
  return position;
}

async function append(store: Restoration['store'], event: RoomEvent, guard: Guard): Promise<Position> {
  const result = await store.append(guard.lane, event, { guard });
  if (!result.stored) throw new RoomExists(guard.lane.entity);
  return result.position;
}

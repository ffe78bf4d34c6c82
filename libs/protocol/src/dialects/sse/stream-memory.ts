import { formatCursor, parseCursor, parseOffset, positionIn, type Offset } from '@noroshi/domain';
import type { ServerFrame } from '../../server-frame.js';

/** How far one stream has come in each of its rooms. */
export interface StreamMemory {
  /** Of the log that the positions are of. */
  epoch: string | undefined;
  readonly positions: Map<string, number>;
  /** Rooms that the client knows from another log, until it is told of the gap. */
  readonly untold: Set<string>;
}

/** @param query `room` (once for each) and `cursor`, as the gateway has read the request */
export function begin(query: URLSearchParams): StreamMemory {
  const cursor = parseCursor(query.get('cursor') ?? '');
  const places = cursor ? query.getAll('room').map((roomId) => [roomId, positionIn(cursor, roomId)] as const) : [];
  return { epoch: cursor?.epoch, positions: new Map(places), untold: new Set() };
}

/**
 * The cursor of all rooms after this frame; undefined where the frame is of no place, and while it would hide a gap: a client
 * that came with a cursor of another log keeps that one until each of its rooms has been told of.
 */
export function cursorAfter(frame: ServerFrame, memory: StreamMemory): string | undefined {
  const place = placeOf(frame);
  if (!place) return undefined;
  const { roomId, reached } = place;
  if (reached) reach(memory, roomId, reached);
  memory.untold.delete(roomId);
  if (!reached || memory.epoch === undefined || memory.untold.size > 0) return undefined;
  return formatCursor(memory.epoch, memory.positions);
}

interface Place {
  readonly roomId: string;
  /** Absent where the room was only refused: it is where it was. */
  readonly reached?: Offset | undefined;
}

function placeOf(frame: ServerFrame): Place | undefined {
  switch (frame.kind) {
    case 'event': {
      const { epoch, recorded } = frame;
      return { roomId: recorded.lane.entity, reached: { epoch, position: recorded.position } };
    }
    case 'joined':
      return { roomId: frame.roomId, reached: { epoch: frame.epoch, position: frame.position } };
    case 'resumed':
      return { roomId: frame.roomId, reached: parseOffset((frame.complete ? frame.from : frame.to) ?? '') };
    default:
      return undefined;
  }
}

/** Also backwards: who came with a place that is still to come is told so, and goes on from here. */
function reach(memory: StreamMemory, roomId: string, { epoch, position }: Offset): void {
  if (memory.epoch !== epoch) {
    for (const known of memory.positions.keys()) memory.untold.add(known);
    memory.positions.clear();
    memory.epoch = epoch;
  }
  memory.positions.set(roomId, position);
}

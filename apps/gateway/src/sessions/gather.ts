import type { RoomEvent } from '@noroshi/domain';
import type { Position, RecordedEvent } from '@noroshi/event-sourcing';

type Talk = RecordedEvent<RoomEvent>;

/** What somebody has missed in a room: the first of it, in order, or all of it. */
export interface Look {
  readonly roomId: string;
  /** Everything after this position is told. */
  readonly from: Position;
  readonly talk: readonly Talk[];
  /** Up to the moment of the look nothing is left out. */
  readonly complete: boolean;
}

export interface Gathered {
  /** In the order of the log. */
  readonly events: readonly Talk[];
  /** By room: up to here everything was told, now or before. */
  readonly positions: Map<string, Position>;
}

/**
 * The first of what was missed in several rooms and of what was heard since a moment before the looks, at most `limit`. What
 * is left over comes after the positions, so who goes on from them misses nothing and hears nothing twice.
 */
export function gather(looks: readonly Look[], heard: readonly Talk[], limit: number): Gathered {
  const known = new Map<Position, Talk>();
  const whole = new Map(looks.filter(({ complete }) => complete).map((look) => [look.roomId, look.from]));
  for (const recorded of looks.flatMap(({ talk }) => talk)) known.set(recorded.position, recorded);
  for (const recorded of heard) {
    // Of a room that was not read to its end there is something between.
    if (recorded.position > (whole.get(recorded.lane.entity) ?? Infinity)) known.set(recorded.position, recorded);
  }
  const ends = looks.filter(({ complete }) => !complete).map(({ from, talk }) => talk.at(-1)?.position ?? from);
  const end = Math.min(...ends, Infinity);
  const events = [...known.values()]
    .filter(({ position }) => position <= end)
    .sort((a, b) => a.position - b.position)
    .slice(0, limit);
  const positions = new Map(looks.map(({ roomId, from }) => [roomId, from]));
  for (const { lane, position } of events) positions.set(lane.entity, position);
  return { events, positions };
}

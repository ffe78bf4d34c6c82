import type { ServerFrame } from '../wire/server-frame.js';
import { againAfterMs } from './again.js';
import type { Asks } from './asks.js';
import type { Clock } from './clock.js';
import type { Refusal, RoomStanding, ToTab, WantedRoom } from './messages.js';
import { isReached, laterOffset } from './offsets.js';
import { offsetOf, roomOf } from './room-of.js';

interface Needs {
  readonly clock: Clock;
  readonly isConnected: () => boolean;
  readonly ask: Asks['ask'];
  /** To all who want the room. */
  readonly tell: (message: Extract<ToTab, { kind: 'room' | 'gap' }>) => void;
}

/** A room that somebody wants to be in. */
interface Kept {
  readonly roomId: string;
  /** Tabs, and the outbox. */
  readonly holders: Set<object>;
  name?: string;
  stay?: boolean;
  /** Everything up to here was told. */
  offset?: string;
  standing: RoomStanding;
  /** Until it is asked again. */
  timer?: () => void;
}

type Resumed = Extract<ServerFrame, { type: 'resumed' }>;
type Joined = Extract<ServerFrame, { type: 'joinedRoom' }>;

/** A frame has a largest size, and a room id up to 128 characters. */
const RESUMED_AT_ONCE = 100;

/** A tab that has come to `offset` has not heard all that was told of the room. */
const hasLess = (offset: string, room: Kept): boolean =>
  room.offset === undefined
    ? room.standing.kind !== 'inside'
    : offset !== room.offset && isReached(offset, room.offset);

/** The rooms that are wanted: joined, and after each reconnect resumed from the last offset. */
export class Rooms {
  readonly #needs: Needs;
  readonly #rooms = new Map<string, Kept>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  standing(roomId: string): RoomStanding {
    const room = this.#rooms.get(roomId);
    if (!room) return { kind: 'outside' };
    const { standing, offset } = room;
    return standing.kind === 'inside' ? { ...standing, offset } : standing;
  }

  isHeldBy(roomId: string, holder: object): boolean {
    return this.#rooms.get(roomId)?.holders.has(holder) ?? false;
  }

  want({ roomId, offset, ...how }: WantedRoom, holder: object): void {
    const room = this.#rooms.get(roomId) ?? this.#add(roomId);
    room.holders.add(holder);
    Object.assign(room, how);
    const { kind } = room.standing;
    const isBehind = offset !== undefined && hasLess(offset, room);
    if (isBehind) room.offset = offset;
    if (kind === 'joining' || (kind === 'inside' && !isBehind)) return;
    if (this.#needs.isConnected()) this.#enter([room]);
    else this.#stand(room, { kind: 'joining' });
  }

  unwant(roomId: string, holder: object): void {
    const room = this.#rooms.get(roomId);
    if (!room?.holders.delete(holder) || room.holders.size > 0) return;
    this.#rooms.delete(roomId);
    room.timer?.();
    const { kind } = room.standing;
    if (kind === 'inside' || kind === 'joining') this.#needs.ask({ action: 'leaveRoom', roomId }, () => undefined);
    // Whatever is still answered is of no interest.
    room.standing = { kind: 'outside' };
  }

  /** Of a tab that is gone. */
  unwantAll(holder: object): void {
    for (const { roomId } of [...this.#rooms.values()]) this.unwant(roomId, holder);
  }

  connected(): void {
    const rooms = [...this.#rooms.values()].filter(({ standing }) => standing.kind !== 'out');
    for (const room of rooms) room.timer?.();
    this.#enter(rooms);
  }

  connectionLost(): void {
    for (const room of this.#rooms.values()) {
      room.timer?.();
      if (room.standing.kind === 'inside') this.#stand(room, { kind: 'joining' });
    }
  }

  heard(frame: ServerFrame): void {
    const room = this.#rooms.get(roomOf(frame) ?? '');
    if (!room) return;
    const offset = offsetOf(frame);
    if (offset !== undefined) room.offset = laterOffset(room.offset, offset);
    else if (frame.type === 'joinedRoom') this.#joined(room, frame);
    else if (frame.type === 'resumed') this.#resumed(room, frame);
    else if (frame.type === 'leftRoom') this.#left(room, frame.code);
  }

  #add(roomId: string): Kept {
    const room: Kept = { roomId, holders: new Set(), standing: { kind: 'outside' } };
    this.#rooms.set(roomId, room);
    return room;
  }

  #enter(rooms: readonly Kept[]): void {
    const known: { roomId: string; offset: string }[] = [];
    for (const room of rooms) {
      this.#stand(room, { kind: 'joining' });
      const { roomId, offset } = room;
      if (offset === undefined) this.#join(room);
      else known.push({ roomId, offset });
    }
    for (let at = 0; at < known.length; at += RESUMED_AT_ONCE) this.#resume(known.slice(at, at + RESUMED_AT_ONCE));
  }

  #join(room: Kept): void {
    const { roomId, name, stay } = room;
    this.#needs.ask(
      {
        action: 'joinRoom',
        roomId,
        ...(name !== undefined && { roomName: name }),
        ...(stay !== undefined && { stay }),
      },
      (refusal) => this.#answered([room], refusal),
    );
  }

  #resume(rooms: readonly { readonly roomId: string; readonly offset: string }[]): void {
    const kept = rooms.flatMap(({ roomId }) => this.#rooms.get(roomId) ?? []);
    this.#needs.ask({ action: 'resume', rooms }, (refusal) => this.#answered(kept, refusal));
  }

  #answered(rooms: readonly Kept[], refusal: Refusal | undefined): void {
    if (!refusal || refusal.code === 'offline') return;
    for (const room of rooms) if (room.standing.kind === 'joining') this.#refused(room, refusal);
  }

  #joined(room: Kept, frame: Joined): void {
    if ('offset' in frame) room.offset = frame.offset;
    this.#stand(room, { kind: 'inside', offset: room.offset });
  }

  #resumed(room: Kept, { complete, from, to, code = 'unavailable' }: Resumed): void {
    const { roomId } = room;
    if (to === undefined) return this.#notResumed(room, code);
    // Meanwhile a tab came that has less.
    if (complete && !isReached(from, room.offset)) return this.#enter([room]);
    if (!complete) {
      room.offset = to;
      this.#needs.tell({ kind: 'gap', roomId, from, to, code });
    }
    this.#stand(room, { kind: 'inside', offset: room.offset });
  }

  #notResumed(room: Kept, code: string): void {
    const { roomId, offset } = room;
    if (code !== 'room_not_found' || offset === undefined)
      return this.#refused(room, { code, message: `You are not in this room any more (${code})` });
    // The log began anew: whoever opened the room opens it again.
    delete room.offset;
    this.#needs.tell({ kind: 'gap', roomId, from: offset, code });
    this.#join(room);
  }

  #refused(room: Kept, refusal: Refusal): void {
    const { clock, isConnected } = this.#needs;
    const wait = againAfterMs(refusal);
    if (wait === undefined) return this.#stand(room, { kind: 'out', ...refusal });
    room.timer = clock.after(wait * (1 + clock.random()), () => isConnected() && this.#enter([room]));
  }

  /** Without a code it is the answer to a wish of this side, which may have changed since. */
  #left(room: Kept, code: string | undefined): void {
    if (code === undefined) return;
    delete room.offset;
    this.#stand(room, { kind: 'out', code, message: `You are not in this room any more (${code})` });
  }

  #stand(room: Kept, standing: RoomStanding): void {
    const wasJoining = room.standing.kind === 'joining' && standing.kind === 'joining';
    room.standing = standing;
    if (!wasJoining) this.#needs.tell({ kind: 'room', roomId: room.roomId, standing: this.standing(room.roomId) });
  }
}

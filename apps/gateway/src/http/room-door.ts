import { roomLane, standingOf, type RoomEvent, type RoomState, type RoomWish } from '@noroshi/domain';
import type { EventStore, Position } from '@noroshi/event-sourcing';
import type { ErrorCode } from '@noroshi/protocol';
import type { Caller, UserCaller } from '../auth/callers.js';
import { Refused } from '../refusal.js';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { RoomsClient } from '../services/service-clients.js';

export interface RoomDoorOptions {
  readonly views: Pick<RoomViews, 'glance'>;
  readonly store: Pick<EventStore<RoomEvent>, 'epoch' | 'lastPosition'>;
  readonly rooms: Pick<RoomsClient, 'execute'>;
}

type Unsigned<W> = W extends unknown ? Omit<W, 'by' | 'at'> : never;
export type RoomChange = Unsigned<RoomWish>;

type Look<T> = (view: RoomView) => T | Promise<T>;

/** These say nothing about the room, or what can't be kept from who wants to open one under its id. */
const forEverybody: ReadonlySet<ErrorCode> = new Set(['unavailable', 'log_full', 'room_exists']);

/** Rooms as those see them who ask over HTTP, where nobody "is in" a room: to whom a private one does not exist, and what they change. */
export class RoomDoor {
  readonly #options: RoomDoorOptions;

  constructor(options: RoomDoorOptions) {
    this.#options = options;
  }

  get epoch(): string {
    return this.#options.store.epoch;
  }

  /** Looks into a room that the caller may read. @throws Refused `room_not_found` */
  read<T>(roomId: string, caller: Caller, look: Look<T>): Promise<T> {
    return this.#look(roomId, (state) => mayRead(state, caller), look);
  }

  /** Looks at a room that the caller may know of. @throws Refused `room_not_found` */
  know<T>(roomId: string, caller: Caller, look: Look<T>): Promise<T> {
    return this.#look(roomId, (state) => mayKnow(state, caller), look);
  }

  /** As a member does it; asked again when the join may only not have come here yet. @throws Refused */
  asMember<T>(roomId: string, caller: UserCaller, act: Look<T>): Promise<T> {
    return this.know(roomId, caller, async (view) => {
      if (!standingOf(view.state, caller.user)) await this.#refresh(view);
      return act(view);
    });
  }

  /**
   * Does what the user wishes and the room's rules allow. When it settles, this gateway has heard of it.
   * @returns where it was stored; undefined: nothing had to change. @throws Refused
   */
  async execute(roomId: string, caller: UserCaller, change: RoomChange): Promise<Position | undefined> {
    const { rooms, views } = this.#options;
    const answer = await rooms.execute({ roomId, wish: { ...change, by: caller.user, at: Date.now() } });
    if (!answer.ok) {
      // Whoever may not know of the room does not hear why it refuses either.
      if (!forEverybody.has(answer.code)) await this.know(roomId, caller, () => undefined);
      throw new Refused(answer.code);
    }
    const { position } = answer;
    if (position !== undefined) await views.glance(roomId, (view) => view.reach(position));
    return position;
  }

  #look<T>(roomId: string, may: (state: RoomState) => boolean, look: Look<T>): Promise<T> {
    return this.#options.views.glance(roomId, async (view) => {
      if (!may(view.state)) await this.#refresh(view);
      if (!may(view.state)) throw new Refused('room_not_found');
      return look(view);
    });
  }

  /** What another gateway was answered a moment ago may still be on its way here. */
  async #refresh(view: RoomView): Promise<void> {
    const { store } = this.#options;
    const lanes = (['control', 'members'] as const).map((name) => roomLane(view.roomId, name));
    await view.reach(Math.max(...(await Promise.all(lanes.map((lane) => store.lastPosition(lane))))));
  }
}

/** A public room is everybody's to read, a private one its members'; back ends may read all. */
const mayRead = (state: RoomState, caller: Caller): boolean =>
  state.status !== 'absent' && (state.settings.isPublic || caller.kind === 'key' || isIn(state, caller));

/** Who was invited knows as well. */
const mayKnow = (state: RoomState, caller: Caller): boolean =>
  mayRead(state, caller) || (caller.kind === 'user' && state.status !== 'absent' && state.invited.has(caller.user.id));

const isIn = (state: RoomState, caller: Caller): boolean =>
  caller.kind === 'user' && standingOf(state, caller.user) !== undefined;

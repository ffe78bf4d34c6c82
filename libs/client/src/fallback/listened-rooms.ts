import type { ClientFrame } from '../wire/client-frame.js';
import type { FollowedRoomFields, ServerFrame } from '../wire/server-frame.js';
import type { FeedListener, OpenFeed } from './feed.js';
import { HttpProblem, type HttpCaller } from './http-caller.js';
import { leftRoom, pollOnce } from './poll-feed.js';

export type RoomFrame = ClientFrame & { readonly action: 'joinRoom' | 'leaveRoom' | 'resume' | 'follow' };
type Join = RoomFrame & { readonly action: 'joinRoom' };

export interface ListenedRoomsParts {
  readonly caller: HttpCaller;
  readonly guestId: string | undefined;
  readonly openFeed: OpenFeed;
  readonly listener: FeedListener;
}

/** As many as a stream takes. */
const MOST = 100;

/** A room that is to be heard from a place on. */
interface Place {
  readonly roomId: string;
  readonly from: string;
  /** What is said before what was missed. */
  readonly greeting: (to: string, gap: ServerFrame | undefined) => ServerFrame;
  readonly refused?: (code: string) => ServerFrame;
}

/**
 * The rooms that one connection hears. A stream has its rooms from its beginning to its end, and one place for all of them; so when the
 * rooms change, what each has missed is asked for, and then another stream begins where that ended.
 */
export class ListenedRooms {
  readonly #rooms = new Set<string>();
  /** Told already, should the stream tell it once more. */
  #seen = new Set<string>();
  #cursor: string | undefined;
  #feed: { close(): void } | undefined;

  constructor(private readonly parts: ListenedRoomsParts) {}

  /** Frames that came together, in order. @throws HttpLost, HttpProblem: of none of them alone */
  async change(frames: readonly RoomFrame[]): Promise<void> {
    this.close();
    const before = [...this.#rooms];
    const places: Place[] = [];
    const done: ServerFrame[] = [];
    for (const frame of frames) {
      const answer = await this.#place(frame).catch((error: unknown) => refusalOf(frame, error));
      if ('refusal' in answer) {
        done.push(answer.refusal);
        continue;
      }
      places.push(...answer.places);
      done.push(...answer.told, ...doneOf(frame));
    }
    const stays = before.filter(
      (roomId) => this.#rooms.has(roomId) && !places.some((place) => place.roomId === roomId),
    );
    for (const { roomId } of places) this.#rooms.add(roomId);
    await this.#listen(stays, places);
    this.#tell(done);
  }

  /** Begins the stream anew, with what the caller shows by now. @throws HttpLost, HttpProblem */
  async begin(): Promise<void> {
    this.close();
    await this.#listen([...this.#rooms], []);
  }

  close(): void {
    this.#feed?.close();
    this.#feed = undefined;
  }

  async #place(
    frame: RoomFrame,
  ): Promise<{ readonly places: readonly Place[]; readonly told: readonly ServerFrame[] }> {
    const { caller } = this.parts;
    switch (frame.action) {
      case 'leaveRoom':
        this.#rooms.delete(frame.roomId);
        return { places: [], told: [{ type: 'leftRoom', ...refOf(frame), roomId: frame.roomId, timestamp: now() }] };
      case 'resume':
        return { places: frame.rooms.map((room) => resumption(room, frame)), told: [] };
      case 'follow': {
        const rooms = await ownRooms(caller);
        for (const { roomId } of rooms.slice(0, MOST)) this.#rooms.add(roomId);
        return { places: [], told: [{ type: 'following', ...refOf(frame), rooms }] };
      }
      case 'joinRoom':
        if (!this.#rooms.has(frame.roomId)) return { places: [await admission(caller, frame)], told: [] };
        return {
          places: [],
          told: [{ type: 'joinedRoom', ...refOf(frame), roomId: frame.roomId, status: 'already_joined' }],
        };
    }
  }

  /** What each room has missed first, then what happens; the place of now is known before it is looked back, so nothing falls between. */
  async #listen(stays: readonly string[], places: readonly Place[]): Promise<void> {
    if (this.#rooms.size === 0) return;
    const cursor = this.#cursor;
    const { cursor: now, refused = [] } = await pollOnce(this.parts.caller, { rooms: [...this.#rooms] });
    this.#seen = new Set();
    for (const refusal of refused) this.#refuse(refusal, places);
    const isIn = (roomId: string) => this.#rooms.has(roomId);
    const heard = stays.filter(isIn);
    if (cursor !== undefined && heard.length > 0) this.#tell((await this.#missed(heard, cursor)).items);
    await Promise.all(places.filter(({ roomId }) => isIn(roomId)).map((place) => this.#catchUp(place)));
    this.#cursor = now;
    if (this.#rooms.size > 0) this.#open(now);
  }

  #refuse(refusal: { readonly roomId: string; readonly code: string }, places: readonly Place[]): void {
    this.#rooms.delete(refusal.roomId);
    const place = places.find(({ roomId }) => roomId === refusal.roomId);
    this.#tell([place?.refused?.(refusal.code) ?? leftRoom(refusal)]);
  }

  #open(cursor: string): void {
    const { caller, openFeed, guestId, listener } = this.parts;
    const wish = { rooms: [...this.#rooms], cursor, guestId };
    // Of a stream that was closed something may still come, and was asked for meanwhile.
    const feed = openFeed(caller, wish, {
      told: (frames, at) => {
        if (feed !== this.#feed) return;
        this.#cursor = at ?? this.#cursor;
        this.#heard(frames);
      },
      failed: (error) => {
        if (feed === this.#feed) listener.failed(error);
      },
    });
    this.#feed = feed;
  }

  async #catchUp({ roomId, from, greeting }: Place): Promise<void> {
    const { items, cursor } = await this.#missed([roomId], from);
    const gap = items.find(({ type }) => type === 'resumed');
    this.#tell([greeting(cursor, gap), ...items.filter((item) => item !== gap)]);
  }

  /** All that was said since, and where that ends. */
  async #missed(
    rooms: readonly string[],
    from: string,
  ): Promise<{ readonly items: ServerFrame[]; readonly cursor: string }> {
    const items: ServerFrame[] = [];
    for (let cursor = from; ;) {
      const page = await pollOnce(this.parts.caller, { rooms, cursor });
      items.push(...page.items);
      cursor = page.cursor;
      if (page.items.length > 0) continue;
      for (const item of items) if ('offset' in item && typeof item.offset === 'string') this.#seen.add(item.offset);
      return { items, cursor };
    }
  }

  #heard(frames: readonly ServerFrame[]): void {
    for (const frame of frames) if (frame.type === 'leftRoom') this.#rooms.delete(frame.roomId);
    this.#tell(frames.filter((frame) => !this.#isKnown(frame)));
  }

  /** Of the stream's own beginning, or told before it began. */
  #isKnown(frame: ServerFrame): boolean {
    if (frame.type === 'connection' || (frame.type === 'resumed' && frame.complete)) return true;
    return 'offset' in frame && typeof frame.offset === 'string' && this.#seen.has(frame.offset);
  }

  #tell(frames: readonly ServerFrame[]): void {
    if (frames.length > 0) this.parts.listener.told(frames);
  }
}

const now = (): string => new Date().toISOString();

const refOf = ({ ref }: ClientFrame): { readonly ref?: number } => (ref === undefined ? {} : { ref });

export const doneOf = ({ ref, action }: ClientFrame): readonly ServerFrame[] =>
  ref === undefined ? [] : [{ type: 'done', ref, action }];

/** @throws the error, where it is of the connection and not of the frame */
export function refusalOf(frame: ClientFrame, error: unknown): { readonly refusal: ServerFrame } {
  if (!(error instanceof HttpProblem) || error.code === 'invalid_token') throw error;
  const { code, message, retryAfter } = error;
  const about = {
    ...('roomId' in frame ? { roomId: frame.roomId } : {}),
    ...('clientMessageId' in frame ? { clientMessageId: frame.clientMessageId } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  return { refusal: { type: 'error', ...refOf(frame), code, message, action: frame.action, ...about } };
}

const resumption = (
  { roomId, offset }: { readonly roomId: string; readonly offset: string },
  frame: RoomFrame,
): Place => ({
  roomId,
  from: offset,
  greeting: (to, gap) =>
    ({ type: 'resumed', complete: true, from: offset, to, ...gap, roomId, ...refOf(frame) }) as ServerFrame,
  refused: (code) => ({ type: 'resumed', complete: false, from: offset, code, roomId, ...refOf(frame) }),
});

/** Opens a room that is not there, as a `joinRoom` on a WebSocket does. @throws HttpProblem */
async function admission(caller: HttpCaller, frame: Join): Promise<Place> {
  const { roomId } = frame;
  const path = `/rooms/${encodeURIComponent(roomId)}`;
  const look = () => caller.call<{ readonly name: string; readonly present: number }>({ path });
  const comeIn = () => caller.call({ method: 'POST', path: `${path}/members`, body: {} });
  const room = await look().catch(async (error: unknown) => {
    if (!isProblem(error, 'room_not_found') || caller.token === undefined) throw error;
    const opening = { method: 'POST', path: '/rooms', body: { id: roomId, name: frame.roomName ?? roomId } } as const;
    // Somebody was quicker, or it is private: then it still is not found.
    await caller.call(opening).catch((refusal: unknown) => {
      if (!isProblem(refusal, 'room_exists')) throw refusal;
    });
    return look();
  });
  if (frame.stay) await comeIn();
  let { cursor, refused } = await pollOnce(caller, { rooms: [roomId] });
  if (refused && caller.token !== undefined) {
    // Private, and one is invited.
    await comeIn();
    ({ cursor, refused } = await pollOnce(caller, { rooms: [roomId] }));
  }
  if (refused?.[0]) throw new HttpProblem({ status: 403, code: refused[0].code }, 'The room does not admit you');
  return {
    roomId,
    from: cursor,
    greeting: () => ({
      ...{ type: 'joinedRoom', ...refOf(frame), roomId, roomName: room.name, memberCount: room.present },
      ...{ timestamp: now(), offset: cursor },
    }),
  };
}

const isProblem = (error: unknown, code: string): error is HttpProblem =>
  error instanceof HttpProblem && error.code === code;

type OwnRoom = Omit<FollowedRoomFields, 'participants' | 'offset'>;

async function ownRooms(caller: HttpCaller): Promise<readonly FollowedRoomFields[]> {
  const rooms: OwnRoom[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const page: { readonly items: readonly OwnRoom[]; readonly next?: string } = await caller.call({
      path: `/me/rooms?limit=100${from}`,
    });
    rooms.push(...page.items);
    after = page.next;
  }
  return rooms.map((room) => ({
    ...room,
    archived: room.archived,
    participants: [],
    offset: room.lastMessage?.offset ?? '',
  }));
}

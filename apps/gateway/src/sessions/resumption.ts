import { formatOffset, isRoomId, parseCursor, positionIn, standingOf, type Offset } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { Hub, Pause } from '@noroshi/hub';
import type { ErrorCode, ResumePoint } from '@noroshi/protocol';
import type { CounterMetric } from '@noroshi/telemetry';
import { codeOf, Refused } from '../refusal.js';
import type { RoomView } from '../rooms/room-view.js';
import { refIn, type Asked } from './asked.js';
import type { CatchUp } from './catch-up.js';
import { whyNotIn, type Entrance } from './entrance.js';
import type { KnownPeer } from './peer.js';
import type { Listening } from './listening.js';
import { missedBy } from './missed.js';
import type { ReplaySource } from './replay.js';

export interface ResumptionOptions {
  readonly hub: Hub;
  readonly entrance: Entrance;
  readonly listening: Listening;
  readonly epoch: string;
  readonly catchUp: CatchUp;
  readonly resumed: CounterMetric<'outcome'>;
}

type Point = ResumePoint & Pick<Asked<'resume'>, 'ref'>;

/** In a room that it does not hear yet. */
interface Entered {
  readonly pause: Pause;
  readonly source: ReplaySource;
}

/** Brings sessions back into their rooms with what they have missed. */
export class Resumption {
  readonly #options: ResumptionOptions;

  constructor(options: ResumptionOptions) {
    this.#options = options;
  }

  /** Each room is answered on its own: one that does not admit does not keep the others out. */
  async resume(peer: KnownPeer, frame: Asked<'resume'>): Promise<void> {
    const { entrance } = this.#options;
    const { rooms } = frame;
    if (peer.session.traits.oneRoom) entrance.leaveAllBut(peer, new Set(rooms.map(({ roomId }) => roomId)));
    for (const room of rooms) {
      const point = { ...room, ...refIn(frame) };
      try {
        await this.#resumeRoom(peer, point);
      } catch (cause) {
        const code = codeOf(cause);
        if (code === 'internal') throw cause;
        this.#refuse(peer, point, code);
      }
    }
  }

  /** In the room from the start, so that leaving and being shown out work as ever, but hearing it only once up to date. */
  async #resumeRoom(peer: KnownPeer, point: Point): Promise<void> {
    const { roomId } = point;
    if (!isRoomId(roomId)) throw new Refused('invalid_room_id');
    const { entrance, listening, catchUp } = this.#options;
    const { listens } = peer.session.traits;
    let entered: Entered | undefined;
    const enter = async (view: RoomView) => {
      entered = await this.#enter(peer, view, point);
    };
    if (listens) await listening.comeBack(peer, roomId, enter);
    else await entrance.comeBack(peer, { roomId, since: this.#heardUpTo(point) }, enter);
    if (!entered) return;
    try {
      await catchUp.bringUp(peer.session, entered.pause, entered.source);
    } catch (cause) {
      (listens ? listening : entrance).takeBack(peer, roomId);
      throw cause;
    }
  }

  /** Undefined where the client shows a place in another log: that says nothing of this one. */
  #heardUpTo({ roomId, offset }: Point): Position | undefined {
    const place = placeIn(roomId, offset);
    return place?.epoch === this.#options.epoch ? place.position : undefined;
  }

  async #enter(peer: KnownPeer, view: RoomView, point: Point): Promise<Entered> {
    const { session } = peer;
    const { hub, epoch, resumed } = this.#options;
    const { roomId, offset } = point;
    const { from, source, code } = await missedBy(view, placeIn(roomId, offset), epoch);
    const refusal = this.#refusal(peer, view);
    if (refusal) throw new Refused(refusal);
    const to = formatOffset(epoch, code ? from : view.position);
    const answer = { kind: 'resumed' as const, roomId, from: offset, to, ...refIn(point) };
    session.send(code ? { ...answer, complete: false, code } : { ...answer, complete: true });
    resumed.inc({ outcome: code ?? 'complete' });
    const pause = session.traits.listens ? hub.listenLater(session, roomId, from) : hub.pause(session, roomId, from);
    return { pause, source };
  }

  /** Why somebody who was let in may not enter any more. */
  #refusal(peer: KnownPeer, view: RoomView): ErrorCode | undefined {
    const { closed, traits, identity } = peer.session;
    if (traits.listens) return this.#options.listening.refusalOf(peer, view);
    return closed || !standingOf(view.state, identity.user) ? whyNotIn(view.state, identity.user) : undefined;
  }

  #refuse({ session }: KnownPeer, point: Point, code: ErrorCode): void {
    const { roomId, offset } = point;
    this.#options.resumed.inc({ outcome: code });
    session.send({ kind: 'resumed', roomId, complete: false, from: offset, code, ...refIn(point) });
  }
}

/** A client may show what any transport gave it: the offset of a frame, or the cursor of several rooms. */
function placeIn(roomId: string, offset: string): Offset | undefined {
  const cursor = parseCursor(offset);
  return cursor && { epoch: cursor.epoch, position: positionIn(cursor, roomId) };
}

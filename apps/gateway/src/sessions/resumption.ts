import { formatOffset, isRoomId, parseOffset, standingOf } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { Hub, Pause } from '@noroshi/hub';
import type { ClientFrame, ErrorCode, ResumePoint } from '@noroshi/protocol';
import type { CounterMetric } from '@noroshi/telemetry';
import { codeOf, Refused } from '../refusal.js';
import type { RoomView } from '../rooms/room-view.js';
import type { CatchUp } from './catch-up.js';
import { whyNotIn, type Entrance } from './entrance.js';
import type { KnownPeer } from './peer.js';
import { missedSince, type Beginning } from './missed.js';
import type { ReplaySource } from './replay.js';

export interface ResumptionOptions {
  readonly hub: Hub;
  readonly entrance: Entrance;
  readonly epoch: string;
  readonly catchUp: CatchUp;
  readonly resumed: CounterMetric<'outcome'>;
}

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
  async resume(peer: KnownPeer, { rooms }: Extract<ClientFrame, { kind: 'resume' }>): Promise<void> {
    const { entrance } = this.#options;
    if (peer.session.traits.oneRoom) entrance.leaveAllBut(peer, new Set(rooms.map(({ roomId }) => roomId)));
    for (const point of rooms) {
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
  async #resumeRoom(peer: KnownPeer, point: ResumePoint): Promise<void> {
    const { roomId } = point;
    if (!isRoomId(roomId)) throw new Refused('invalid_room_id');
    const { entrance, catchUp } = this.#options;
    let entered: Entered | undefined;
    await entrance.comeBack(peer, roomId, async (view) => {
      entered = await this.#enter(peer, view, point);
    });
    if (!entered) return;
    try {
      await catchUp.bringUp(peer.session, entered.pause, entered.source);
    } catch (cause) {
      entrance.takeBack(peer, roomId);
      throw cause;
    }
  }

  async #enter({ session }: KnownPeer, view: RoomView, { roomId, offset }: ResumePoint): Promise<Entered> {
    const { hub, epoch, resumed } = this.#options;
    const { from, source, code } = await this.#start(view, offset);
    if (session.closed || !standingOf(view.state, session.identity.user))
      throw new Refused(whyNotIn(view.state, session.identity.user));
    const to = formatOffset(epoch, code ? from : view.position);
    const answer = { kind: 'resumed' as const, roomId, from: offset, to };
    session.send(code ? { ...answer, complete: false, code } : { ...answer, complete: true });
    resumed.inc({ outcome: code ?? 'complete' });
    return { pause: hub.pause(session, roomId, from), source };
  }

  /** Where the replay begins, and why it does not at the offset: then history tells what comes before. */
  async #start(view: RoomView, offset: string): Promise<Beginning & { readonly code?: ErrorCode }> {
    const position = await this.#position(view, offset);
    if (typeof position === 'string') return { ...(await missedSince(view, view.position)), code: position };
    const beginning = await missedSince(view, position);
    return beginning.from > position ? { ...beginning, code: 'log_truncated' } : beginning;
  }

  async #position(view: RoomView, offset: string): Promise<Position | ErrorCode> {
    const parsed = parseOffset(offset);
    if (!parsed) return 'invalid_offset';
    if (parsed.epoch !== this.#options.epoch) return 'other_log';
    if (parsed.position <= view.position) return parsed.position;
    // Another gateway may be a moment ahead of this one.
    return view.reach(parsed.position).then(
      () => parsed.position,
      () => 'invalid_offset',
    );
  }

  #refuse({ session }: KnownPeer, { roomId, offset }: ResumePoint, code: ErrorCode): void {
    this.#options.resumed.inc({ outcome: code });
    session.send({ kind: 'resumed', roomId, complete: false, from: offset, code });
  }
}

import type { LimitFunction } from 'p-limit';
import { formatOffset, isRoomId, parseOffset, standingOf } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import type { Hub } from '@noroshi/hub';
import type { ClientFrame, ErrorCode, ResumePoint } from '@noroshi/protocol';
import type { CounterMetric } from '@noroshi/telemetry';
import { codeOf, Refused } from '../refusal.js';
import type { RoomView } from '../rooms/room-view.js';
import type { Entrance } from './entrance.js';
import type { KnownPeer } from './peer.js';
import { missedSince, type Beginning } from './missed.js';
import { replay } from './replay.js';

export interface ResumptionOptions {
  readonly hub: Hub;
  readonly entrance: Entrance;
  readonly epoch: string;
  /** Replays of this gateway at a time: the others wait, so that those in the rooms do not. */
  readonly turns: LimitFunction;
  readonly resumed: CounterMetric<'outcome'>;
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

  async #resumeRoom(peer: KnownPeer, point: ResumePoint): Promise<void> {
    const { roomId } = point;
    if (!isRoomId(roomId)) throw new Refused('invalid_room_id');
    const { entrance, turns } = this.#options;
    await entrance.comeBack(peer, roomId, (view) => turns(() => this.#catchUp(peer, view, point)));
  }

  async #catchUp(peer: KnownPeer, view: RoomView, { roomId, offset }: ResumePoint): Promise<void> {
    const { session } = peer;
    const { hub, epoch, resumed } = this.#options;
    const { from, source, code } = await this.#start(view, offset);
    const to = formatOffset(epoch, code ? from : view.position);
    const answer = { kind: 'resumed' as const, roomId, from: offset, to };
    session.send(code ? { ...answer, complete: false, code } : { ...answer, complete: true });
    resumed.inc({ outcome: code ?? 'complete' });
    await replay(from, {
      source,
      sink: {
        get closed() {
          return session.closed;
        },
        deliver: (events) =>
          hub.replay(
            session,
            events.map((recorded) => ({ kind: 'event', recorded, epoch })),
          ),
        ready: () => session.drained(),
      },
      goLive: () => {
        // Shown out while catching up: nobody found the session in the room then.
        if (!standingOf(view.state, session.identity.user)) throw new Refused('not_a_member');
        hub.enter(session, roomId);
      },
    });
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

import { formatOffset, positionIn, type Cursor, type DashboardStream } from '@noroshi/domain';
import type { Identity } from '@noroshi/hub';
import { disconnects, type ErrorCode } from '@noroshi/protocol';
import type { Logger } from '@noroshi/telemetry';
import type { Dashboards } from '../dashboard/dashboards.js';
import { codeOf } from '../refusal.js';
import type { ConnectRequest } from '../transport/upgrade-request.js';
import type { Identification } from './identification.js';
import type { Listening } from './listening.js';
import { isKnown, type KnownPeer, type Peer } from './peer.js';
import type { Admission, Reception } from './reception.js';
import type { Resumption } from './resumption.js';

/** What somebody wants to listen to, and from where on; without a cursor from now. */
export interface StreamWish {
  /** None only where streams are asked for. */
  readonly rooms: readonly string[];
  /** How the product is doing. */
  readonly streams: readonly DashboardStream[];
  readonly cursor: Cursor | undefined;
}

export interface StreamReceptionOptions {
  readonly reception: Reception;
  readonly identification: Identification;
  readonly listening: Listening;
  readonly resumption: Resumption;
  readonly dashboards: Pick<Dashboards, 'watch' | 'isOpenTo'>;
  /** Guests are let in. */
  readonly anonymous: boolean;
  readonly logger: Logger;
}

/** Takes in those who only listen. Each room admits on its own; a stream without any is none. */
export class StreamReception {
  readonly #options: StreamReceptionOptions;

  constructor(options: StreamReceptionOptions) {
    this.#options = options;
  }

  /** Before the stream begins, so that whoever may hear nothing is refused by a status. @throws EventLogUnavailable */
  async admit(request: ConnectRequest, wish: StreamWish): Promise<Admission> {
    const admission = await this.#options.reception.admit(request);
    if (!admission.ok) return admission;
    const code = await this.#refusal(admission.identity, wish);
    return code === undefined ? admission : { ok: false, code };
  }

  async #refusal(identity: Identity | undefined, { rooms, streams }: StreamWish): Promise<ErrorCode | undefined> {
    const { listening, dashboards, anonymous } = this.#options;
    // In a socket it could still be said who it is; here nobody says anything.
    if (!identity && !anonymous) return 'unauthenticated';
    // Where guests are let in nobody proves anything, here as on a socket.
    if (streams.length > 0 && identity && !dashboards.isOpenTo(identity)) return 'forbidden';
    const refusals = await Promise.all(rooms.map((roomId) => listening.refusal(roomId, identity?.user)));
    return refusals.every((refusal) => refusal !== undefined) ? refusals[0] : undefined;
  }

  /** Never throws: what goes wrong ends the stream, and its client comes back. */
  async begin(peer: Peer, wish: StreamWish): Promise<void> {
    try {
      if (!isKnown(peer)) await this.#options.identification.asGuest(peer, {});
      if (!isKnown(peer) || peer.session.closed) return;
      if (wish.streams.length > 0) this.#options.dashboards.watch(peer.session, wish.streams);
      if (wish.rooms.length > 0) await this.#listen(peer, wish);
    } catch (cause) {
      if (codeOf(cause) === 'internal') this.#options.logger.error('a stream could not begin', { cause });
      peer.session.close(disconnects.goingAway);
    }
  }

  async #listen(peer: KnownPeer, { rooms, cursor }: StreamWish): Promise<void> {
    const { resumption, listening } = this.#options;
    const { session } = peer;
    if (cursor) {
      const places = rooms.map((roomId) => ({
        roomId,
        offset: formatOffset(cursor.epoch, positionIn(cursor, roomId)),
      }));
      await resumption.resume(peer, { kind: 'resume', rooms: places });
    } else for (const roomId of rooms) await this.#join(peer, roomId);
    const missing = rooms.filter((roomId) => !session.rooms.has(roomId));
    const refusals = await Promise.all(missing.map((roomId) => listening.refusal(roomId, session.identity.user)));
    // Who may listen and does not has met an outage: an EventSource tries again only when its stream ends.
    if (refusals.some((refusal) => refusal === undefined)) session.close(disconnects.goingAway);
    else if (session.rooms.size === 0) session.close(disconnects.shownOut);
  }

  async #join(peer: KnownPeer, roomId: string): Promise<void> {
    try {
      await this.#options.listening.listen(peer, roomId);
    } catch (cause) {
      const why: ErrorCode = codeOf(cause);
      if (why === 'internal') throw cause;
      peer.session.send({ kind: 'left', roomId, at: Date.now(), why });
    }
  }
}

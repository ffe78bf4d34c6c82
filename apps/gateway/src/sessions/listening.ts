import { listeningRefusal, type Actor } from '@noroshi/domain';
import type { Hub } from '@noroshi/hub';
import type { ErrorCode } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { RoomsClient } from '../services/service-clients.js';
import type { KnownPeer } from './peer.js';

export interface ListeningOptions {
  readonly hub: Hub;
  readonly views: RoomViews;
  readonly rooms: Pick<RoomsClient, 'present'>;
  readonly epoch: string;
}

/** How sessions hear rooms without being there: nobody sees them come or go. A session that hears a room holds its view. */
export class Listening {
  readonly #options: ListeningOptions;

  constructor(options: ListeningOptions) {
    this.#options = options;
  }

  /** Why somebody may not listen to the room, or undefined. `user` is undefined for a stranger. @throws EventLogUnavailable */
  refusal(roomId: string, user: Actor | undefined): Promise<ErrorCode | undefined> {
    return this.#options.views.glance(roomId, ({ state }) => listeningRefusal(state, user));
  }

  refusalOf({ session }: KnownPeer, { state }: RoomView): ErrorCode | undefined {
    return session.closed ? 'unavailable' : listeningRefusal(state, session.identity.user);
  }

  /** From now on. @throws Refused, EventLogUnavailable */
  async listen(peer: KnownPeer, roomId: string): Promise<void> {
    const { hub, rooms, epoch } = this.#options;
    const { session } = peer;
    await this.comeBack(peer, roomId, async (view) => {
      const present = await rooms.present({ roomId });
      const refusal = this.refusalOf(peer, view);
      if (refusal) throw new Refused(refusal);
      hub.listen(session, roomId);
      session.send({
        kind: 'joined',
        roomId,
        roomName: view.state.name,
        memberCount: present.ok ? present.count : hub.presentIn(roomId),
        epoch,
        position: view.position,
        at: Date.now(),
      });
    });
  }

  /** `enter` must bring the session in, hearing the room or not yet. @throws Refused, EventLogUnavailable */
  async comeBack(peer: KnownPeer, roomId: string, enter: (view: RoomView) => Promise<void>): Promise<void> {
    const { views } = this.#options;
    const view = await views.acquire(roomId);
    try {
      const refusal = this.refusalOf(peer, view);
      if (refusal) throw new Refused(refusal);
      await enter(view);
    } finally {
      if (!peer.session.rooms.has(roomId)) views.release(roomId);
    }
  }

  /** Without a word. */
  takeBack({ session }: KnownPeer, roomId: string): void {
    if (!session.rooms.has(roomId)) return;
    this.#options.hub.leave(session, roomId);
    this.#options.views.release(roomId);
  }
}

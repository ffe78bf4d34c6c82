import type { LimitFunction } from 'p-limit';
import type { Hub, Pause, Session } from '@noroshi/hub';
import type { RoomFacts } from '@noroshi/protocol';
import type { Patience } from './patience.js';
import { replay, type ReplaySource } from './replay.js';

export interface CatchUpOptions {
  readonly hub: Hub;
  readonly epoch: string;
  readonly rooms: {
    /** The room as it is followed here; undefined when it is not. */
    followed(roomId: string): { readonly state: RoomFacts } | undefined;
  };
  /** Replays of this gateway at a time: the others wait, so that those in the rooms do not. */
  readonly turns: LimitFunction;
  readonly patience: Patience;
}

/** Brings sessions that do not hear a room up to the present: those who come back, and those who were slow. */
export class CatchUp {
  readonly #options: CatchUpOptions;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** @returns whether the session hears the room; false when it left it or is gone. @throws EventLogUnavailable */
  bringUp(session: Session, pause: Pause, source: ReplaySource): Promise<boolean> {
    const { hub, epoch, rooms, turns, patience } = this.#options;
    return replay(pause.position, {
      source,
      turns,
      goLive: () => hub.resume(session, pause.roomId),
      sink: {
        get closed() {
          return session.closed || session.pauseOf(pause.roomId) !== pause;
        },
        deliver(events, { fromLog }) {
          if (this.closed) return events.length;
          const room = rooms.followed(pause.roomId)?.state;
          const facts = room ? { room } : {};
          const taken = hub.replay(
            session,
            events.map((recorded) => ({ kind: 'event', recorded, epoch, ...facts })),
          );
          pause.reached(events[taken - 1]?.position ?? pause.position, { fromLog });
          return taken;
        },
        drained: (withinMs) => patience.drained(session, withinMs),
      },
    });
  }
}

import { channels, type ReadMoved } from '@noroshi/domain';
import type { Broadcast } from '@noroshi/event-sourcing';
import type { Hub } from '@noroshi/hub';

/** Keeps all connections of a user told how far the user has read, on whichever gateway it was marked. */
export class ReadNews {
  readonly #hub: Hub;
  readonly #broadcast: Broadcast;
  readonly #epoch: string;
  readonly #listening = new Map<string, { holders: number; readonly listening: Promise<{ close(): void }> }>();

  constructor({ hub, broadcast, epoch }: { readonly hub: Hub; readonly broadcast: Broadcast; readonly epoch: string }) {
    this.#hub = hub;
    this.#broadcast = broadcast;
    this.#epoch = epoch;
  }

  acquire(userId: string): void {
    const held = this.#listening.get(userId) ?? { holders: 0, listening: this.#listen(userId) };
    held.holders += 1;
    this.#listening.set(userId, held);
  }

  release(userId: string): void {
    const held = this.#listening.get(userId);
    if (!held) return;
    held.holders -= 1;
    if (held.holders > 0) return;
    this.#listening.delete(userId);
    void held.listening.then((listening) => listening.close());
  }

  #listen(userId: string): Promise<{ close(): void }> {
    return this.#broadcast.listen(channels.reads(userId), (news) => {
      this.#hub.tellUser(userId, { kind: 'read', ...(news as ReadMoved), epoch: this.#epoch });
    });
  }
}

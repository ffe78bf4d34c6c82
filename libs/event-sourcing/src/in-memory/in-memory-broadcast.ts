import type { Broadcast, Channel } from '../broadcast.js';
import { overTheWire } from './over-the-wire.js';

interface Listener {
  readonly onNews: (payload: unknown) => void;
}

export class InMemoryBroadcast implements Broadcast {
  private readonly listeners = new Map<string, Set<Listener>>();

  publish(channel: Channel, payload: unknown): void {
    const listeners = this.listeners.get(keyOf(channel));
    for (const listener of listeners ?? []) {
      const news = overTheWire(payload);
      // Not within the call, and only to those who listen still.
      queueMicrotask(() => {
        if (listeners?.has(listener)) listener.onNews(news);
      });
    }
  }

  listen(channel: Channel, onNews: (payload: unknown) => void): Promise<{ close(): void }> {
    const key = keyOf(channel);
    const listeners = this.listeners.get(key) ?? new Set();
    const listener: Listener = { onNews };
    this.listeners.set(key, listeners.add(listener));
    return Promise.resolve({ close: () => void listeners.delete(listener) });
  }
}

const keyOf = ({ kind, entity }: Channel): string => JSON.stringify([kind, entity ?? null]);

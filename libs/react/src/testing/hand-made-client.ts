import type {
  Client,
  ConnectionState,
  Notifications,
  NotificationsState,
  RoomsState,
  StreamItems,
  StreamName,
  Streams,
  User,
} from '@noroshi/client';
import { Cell } from './cell.js';
import { HandMadeRoom, notHere } from './hand-made-room.js';

class HandMadeNotifications extends Cell<NotificationsState> implements Notifications {
  readonly calls: string[] = [];

  markRead = (id: string): Promise<void> => this.#did(`read ${id}`);
  markAllRead = (): Promise<void> => this.#did('read all');
  remove = (id: string): Promise<void> => this.#did(`remove ${id}`);
  clear = (): Promise<void> => this.#did('clear');
  on = notHere;

  #did(what: string): Promise<void> {
    this.calls.push(what);
    return Promise.resolve();
  }
}

/** A stream that a test fills; whoever watches gets what was told before. */
class HandMadeStreams implements Streams {
  readonly told: StreamItems['alerts'][] = [];
  readonly #watchers = new Set<(items: readonly StreamItems['alerts'][]) => void>();
  watches = 0;
  refusal: { readonly code: string; readonly message: string } | undefined;

  get watchers(): number {
    return this.#watchers.size;
  }

  watch<S extends StreamName>(
    _stream: S,
    listener: (items: readonly StreamItems[S][]) => void,
    refused?: (error: { readonly code: string; readonly message: string }) => void,
  ): () => void {
    this.watches += 1;
    const own = listener as (items: readonly StreamItems['alerts'][]) => void;
    this.#watchers.add(own);
    if (this.refusal) refused?.(this.refusal);
    else if (this.told.length > 0) own([...this.told]);
    return () => this.#watchers.delete(own);
  }

  tell(...items: StreamItems['alerts'][]): void {
    this.told.push(...items);
    for (const watcher of [...this.#watchers]) watcher(items);
  }
}

/** A client without a server, whose values a test sets. */
export class HandMadeClient implements Client {
  readonly state = new Cell<ConnectionState>({ phase: 'connecting' });
  readonly me = new Cell<User | undefined>(undefined);
  readonly unsent = new Cell(0);
  readonly rooms = new Cell<RoomsState>({ isLoaded: false, items: [] });
  readonly notifications = new HandMadeNotifications({ items: [], unreadCount: 0 });
  readonly streams = new HandMadeStreams();
  readonly rest = { request: notHere };
  readonly #rooms = new Map<string, HandMadeRoom>();
  retries = 0;

  room(id: string): HandMadeRoom {
    const room = this.#rooms.get(id) ?? new HandMadeRoom(id);
    this.#rooms.set(id, room);
    return room;
  }

  retryNow(): void {
    this.retries += 1;
  }

  on = notHere;
  close = notHere;
}

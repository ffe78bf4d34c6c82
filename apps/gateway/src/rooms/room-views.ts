import { RoomView, type RoomViewSources } from './room-view.js';

interface Held {
  readonly view: Promise<RoomView>;
  open?: RoomView;
  holders: number;
  /** Milliseconds since 1970 of the last release. */
  idleSince: number;
}

/** A room that people left a moment ago is often entered again: its view is kept that long. */
const LINGER_MS = 30_000;

/** The rooms this gateway follows: those with somebody in them, and those just left. */
export class RoomViews {
  readonly #sources: RoomViewSources;
  readonly #held = new Map<string, Held>();

  constructor(sources: RoomViewSources) {
    this.#sources = sources;
  }

  get size(): number {
    return this.#held.size;
  }

  /** The room's view if it is open: as long as somebody holds it, it is. */
  followed(roomId: string): RoomView | undefined {
    return this.#held.get(roomId)?.open;
  }

  /** The room's view, shared by all who hold it. Every `acquire` that resolves is followed by one `release`. */
  async acquire(roomId: string): Promise<RoomView> {
    const held = this.#held.get(roomId) ?? this.#open(roomId);
    held.holders += 1;
    try {
      return await held.view;
    } catch (cause) {
      if (this.#held.get(roomId) === held) this.#held.delete(roomId);
      throw cause;
    }
  }

  release(roomId: string): void {
    const held = this.#held.get(roomId);
    if (!held) return;
    held.holders -= 1;
    held.idleSince = Date.now();
  }

  /** Looks at a room without staying. */
  async glance<T>(roomId: string, look: (view: RoomView) => T | Promise<T>): Promise<T> {
    const view = await this.acquire(roomId);
    try {
      return await look(view);
    } finally {
      this.release(roomId);
    }
  }

  /** Closes what nobody has held for a while, and forgets in the others who has been silent. */
  sweep(now: number): void {
    for (const [roomId, held] of this.#held) {
      if (held.holders === 0 && now - held.idleSince > LINGER_MS) this.#close(roomId, held);
      else held.open?.sentBefore.sweep(now);
    }
  }

  /** The live feed may have missed something: what it should have told is asked for again. */
  interrupted(): void {
    for (const { open } of this.#held.values()) open?.sentBefore.interrupted();
  }

  close(): void {
    for (const [roomId, held] of this.#held) this.#close(roomId, held);
  }

  #open(roomId: string): Held {
    const held: Held = { view: RoomView.open(roomId, this.#sources), holders: 0, idleSince: Date.now() };
    this.#held.set(roomId, held);
    held.view.then(
      (view) => (held.open = view),
      () => undefined,
    );
    return held;
  }

  #close(roomId: string, held: Held): void {
    this.#held.delete(roomId);
    held.view.then(
      (view) => view.close(),
      () => undefined,
    );
  }
}

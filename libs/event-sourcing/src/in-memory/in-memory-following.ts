import type { Event, Position, RecordedEvent } from '../event.js';
import type { Following, FollowOptions } from '../live-feed.js';
import type { LogTail } from './log-tail.js';

export interface InMemoryFollowingParts<E extends Event> {
  readonly tail: LogTail<E>;
  readonly options: FollowOptions<E>;
  /** Lane name to the position to start after. */
  readonly positions: Map<string, Position>;
}

export class InMemoryFollowing<E extends Event> implements Following {
  private readonly stopListening: () => void;
  private cursor: Position;
  private scheduled = false;
  private closed = false;

  constructor(private readonly parts: InMemoryFollowingParts<E>) {
    this.cursor = Math.min(...parts.positions.values());
    this.stopListening = parts.tail.onAppend(() => this.deliverSoon());
    this.deliver();
  }

  position(lane: string): Position {
    return this.parts.positions.get(lane) ?? 0;
  }

  catchUp(): Promise<void> {
    this.deliver();
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
    this.stopListening();
  }

  /** Not within the append: a listener may append itself, and no writer waits for its readers. */
  private deliverSoon(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      this.deliver();
    });
  }

  private deliver(): void {
    const { tail, options, positions } = this.parts;
    for (let next = tail.events[this.cursor]; next && !this.closed; next = tail.events[this.cursor]) {
      this.cursor = next.position;
      if (!this.isMissing(next)) continue;
      positions.set(next.lane.name, next.position);
      options.onEvent(next);
    }
  }

  private isMissing({ lane, position }: RecordedEvent): boolean {
    const { category, entity } = this.parts.options;
    const known = this.parts.positions.get(lane.name);
    return lane.category === category && lane.entity === entity && known !== undefined && position > known;
  }
}

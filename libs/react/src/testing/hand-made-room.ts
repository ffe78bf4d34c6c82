import {
  NoroshiError,
  type Admission,
  type Presence,
  type Receipt,
  type Room,
  type RoomInfo,
  type Timeline,
  type TimelineState,
  type User,
} from '@noroshi/client';
import { Cell } from './cell.js';

export class HandMadeTimeline extends Cell<TimelineState> implements Timeline {
  isClosed = false;

  constructor(readonly calls: string[]) {
    super({ messages: [], hasOlder: true, hasNewer: false, newer: 0, loading: 'none' });
  }

  loadOlder = (): Promise<void> => this.#did('older');
  loadNewer = (): Promise<void> => this.#did('newer');
  jumpTo = (offset: string): Promise<void> => this.#did(`to ${offset}`);
  jumpToLatest = (): Promise<void> => this.#did('latest');

  close(): void {
    this.isClosed = true;
  }

  #did(what: string): Promise<void> {
    this.calls.push(what);
    return Promise.resolve();
  }
}

/** A room whose values a test sets, and that notes what is asked of it. */
export class HandMadeRoom implements Room {
  readonly admission = new Cell<Admission>({ kind: 'outside' });
  readonly info = new Cell<RoomInfo | undefined>(undefined);
  readonly presence = new Cell<Presence>({ count: 0, people: [] });
  readonly typing = new Cell<readonly User[]>([]);
  readonly unread = new Cell(0);
  readonly calls: string[] = [];
  readonly timelines: HandMadeTimeline[] = [];
  /** Lets nobody in. */
  refuses = false;

  constructor(readonly id: string) {}

  join(options: { readonly name?: string; readonly stay?: boolean } = {}): Promise<void> {
    this.calls.push(options.stay ? 'join to stay' : 'join');
    if (this.refuses) {
      this.admission.become({ kind: 'out', code: 'banned', message: 'You are banned' });
      return Promise.reject(new NoroshiError('banned', 'You are banned'));
    }
    this.admission.become({ kind: 'inside' });
    return Promise.resolve();
  }

  leave(): Promise<void> {
    this.calls.push('leave');
    this.admission.become({ kind: 'outside' });
    return Promise.resolve();
  }

  timeline(options: { readonly limit?: number } = {}): Timeline {
    this.calls.push(`timeline of ${options.limit ?? 50}`);
    const timeline = new HandMadeTimeline(this.calls);
    this.timelines.push(timeline);
    return timeline;
  }

  setTyping(isTyping: boolean): void {
    this.calls.push(isTyping ? 'typing' : 'not typing');
  }

  send = (): Promise<Receipt> => notHere();
  retry = notHere;
  discard = notHere;
  edit = notHere;
  remove = notHere;
  react = notHere;
  unreact = notHere;
  markRead = notHere;
  members = notHere;
  history = notHere;
  signal = notHere;
  on = notHere;
  messages = notHere;
}

export function notHere(): never {
  throw new Error('No hook uses it');
}

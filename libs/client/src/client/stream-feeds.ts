import type { Alert, Metrics, RoomsActivity, StreamItems, StreamName, Streams, SystemEvent } from '../api/streams.js';
import type { Refusal, Topic } from '../core/messages.js';
import type { ServerFrame } from '../wire/server-frame.js';
import { timeOf, type FrameOf } from './frames.js';
import { soon } from './soon.js';

interface Needs {
  readonly listen: (stream: StreamName) => void;
  readonly unlisten: (stream: StreamName) => void;
}

interface Watcher {
  readonly hand: () => void;
  readonly refused: (refusal: Refusal) => void;
  /** What this one was told, as far back as it could be repeated. */
  readonly told: Set<string>;
  waiting: unknown[];
}

/** As far back as the server repeats: five minutes of one a second, or as many alerts and events. */
const REPEATED = 1_000;

type Streamed = FrameOf<'metrics' | 'rooms' | 'alert' | 'systemEvent'>;

const itemOf = ({ type: _type, timestamp, ...fields }: Streamed): Metrics | Alert | SystemEvent | RoomsActivity => ({
  ...fields,
  ...timesIn(fields),
  at: timeOf(timestamp),
});

/** Times that only some alerts have. */
const timesIn = (fields: object): object =>
  'acknowledgedAt' in fields ? { acknowledgedAt: timeOf(String(fields.acknowledgedAt)) } : {};

/** What tells an item from others of its stream. */
const keyOf = (frame: Streamed): string =>
  frame.type === 'alert'
    ? `${frame.id} ${frame.state} ${frame.acknowledgedBy ?? ''}`
    : frame.type === 'systemEvent'
      ? frame.id
      : frame.timestamp;

/** Hands out what streams bring, each item once to each watcher, as many at a time as came since it was last drawn. */
export class StreamFeeds implements Streams {
  readonly #needs: Needs;
  readonly #watchers = new Map<Topic | undefined, Set<Watcher>>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  watch<S extends StreamName>(
    stream: S,
    listener: (items: readonly StreamItems[S][]) => void,
    refused: (refusal: Refusal) => void = () => undefined,
  ): () => void {
    const watchers = this.#watchers.get(stream) ?? new Set();
    const watcher: Watcher = {
      refused,
      told: new Set(),
      waiting: [],
      hand() {
        const items = watcher.waiting.splice(0) as StreamItems[S][];
        if (items.length > 0 && watchers.has(watcher)) listener(items);
      },
    };
    this.#watchers.set(stream, watchers.add(watcher));
    this.#needs.listen(stream);
    return () => {
      if (!watchers.delete(watcher) || watchers.size > 0) return;
      this.#needs.unlisten(stream);
    };
  }

  heard(stream: Topic | undefined, frame: ServerFrame): void {
    for (const watcher of this.#watchers.get(stream) ?? [])
      this.#hand(watcher, itemOf(frame as Streamed), keyOf(frame as Streamed));
  }

  refused(stream: Topic, refusal: Refusal): void {
    for (const { refused } of this.#watchers.get(stream) ?? []) refused(refusal);
  }

  #hand(watcher: Watcher, item: unknown, key: string): void {
    const { told } = watcher;
    if (told.has(key)) return;
    told.add(key);
    const [oldest] = told;
    if (told.size > REPEATED && oldest !== undefined) told.delete(oldest);
    // Of what can't be taken as fast as it comes, the latest.
    watcher.waiting = [...watcher.waiting.slice(1 - REPEATED), item];
    soon(watcher.hand);
  }
}

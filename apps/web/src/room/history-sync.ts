import type { MessageFrame } from '../protocol/frames.js';
import type { HistoryPage, HistoryQuery } from './history-page.js';

export interface HistorySyncNeeds {
  readonly fetchPage: (query: HistoryQuery) => Promise<HistoryPage>;
  readonly onPage: (page: { readonly items: readonly MessageFrame[]; readonly hasOlder?: boolean }) => void;
  /** What is held can't be joined to what the server has: start over from the latest page. */
  readonly onLost: () => void;
  /** Resolves after the time in which history catches up with the live feed; rejects when aborted. */
  readonly settled: (signal: AbortSignal) => Promise<void>;
}

const pageSize = 50;
const catchUpSize = 100;
/** Beyond this much absence the page starts over from the end, and older messages come back by scrolling. */
const catchUpPages = 30;

/**
 * Joins history and the live feed without a gap. Call `afterJoin` once live frames are flowing: it reads from the last
 * offset known to have nothing missing before it. That offset (the watermark) moves with history, and with live messages
 * only while history is known to have reached them; so it is right even when a connection is lost half way.
 */
export class HistorySync {
  private watermark: string | undefined;
  private complete = false;
  private oldest: string | undefined;

  constructor(private readonly needs: HistorySyncNeeds) {}

  /** Throws what `fetchPage` throws; may then be called again. */
  async afterJoin(signal: AbortSignal): Promise<void> {
    this.complete = false;
    await this.readToEnd(signal);
    // A message posted just before the join may not have been in history yet, and is not in the live feed.
    await this.needs.settled(signal);
    await this.readToEnd(signal);
    this.complete = true;
  }

  heard({ offset }: MessageFrame): void {
    if (this.complete) this.watermark = offset;
  }

  /** One page further back; false when there is nothing to go back from. */
  async readOlder(signal: AbortSignal): Promise<boolean> {
    if (this.oldest === undefined) return false;
    const page = await this.needs.fetchPage({ before: this.oldest, limit: pageSize, signal });
    if (signal.aborted) return false;
    this.oldest = page.items[0]?.offset ?? this.oldest;
    this.needs.onPage({ items: page.items, hasOlder: page.hasOlder && page.items.length > 0 });
    return true;
  }

  private async readToEnd(signal: AbortSignal): Promise<void> {
    if (this.watermark !== undefined && !(await this.readForward(this.watermark, signal))) this.startOver();
    // Also when something is held: edits and reactions made while away are in no page of what came after.
    const page = await this.needs.fetchPage({ limit: pageSize, signal });
    signal.throwIfAborted();
    this.readLatest(page);
  }

  private readLatest({ items, hasOlder }: HistoryPage): void {
    const reachesBack = this.oldest === undefined;
    this.needs.onPage(reachesBack ? { items, hasOlder: hasOlder && items.length > 0 } : { items });
    this.oldest ??= items[0]?.offset;
    this.watermark = items.at(-1)?.offset ?? this.watermark;
  }

  /** False when the end was not reached. */
  private async readForward(from: string, signal: AbortSignal): Promise<boolean> {
    let after = from;
    for (let page = 0; page < catchUpPages; page += 1) {
      const { items, hasNewer } = await this.needs.fetchPage({ after, limit: catchUpSize, signal });
      signal.throwIfAborted();
      this.needs.onPage({ items });
      after = items.at(-1)?.offset ?? after;
      this.watermark = after;
      if (!hasNewer || items.length === 0) return true;
    }
    return false;
  }

  startOver(): void {
    if (this.watermark === undefined) return;
    this.watermark = undefined;
    this.oldest = undefined;
    this.needs.onLost();
  }
}

import type { MessageFrame } from '../protocol/frames.js';

/** `before` and `after` are offsets, exclusive; neither: the latest. */
export interface HistoryQuery {
  readonly before?: string;
  readonly after?: string;
  readonly limit: number;
  readonly signal?: AbortSignal;
}

/** Oldest first. */
export interface HistoryPage {
  readonly items: readonly MessageFrame[];
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
}

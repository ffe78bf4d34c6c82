import type { Position } from './event.js';

/** How far each projection or reactor has come. Never goes back by itself: saving an earlier position changes nothing. */
export interface CheckpointStore {
  /** 0 when nothing was saved. */
  load(name: string): Promise<Position>;
  save(name: string, position: Position): Promise<void>;
  /** Back to the start, for a rebuild. */
  reset(name: string): Promise<void>;
}

import { Outage } from '@noroshi/event-sourcing';

/** A place for named bytes, such as a bucket. Once `put` has settled, `get` and `list` know the object. */
export interface ObjectStore {
  /** In place of what had this key. @throws StoreUnavailable */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Undefined: there is none. @throws StoreUnavailable */
  get(key: string): Promise<Uint8Array | undefined>;
  /** All keys that begin so, sorted. @throws StoreUnavailable */
  list(prefix: string): Promise<readonly string[]>;
}

/** The store is away, or does not let us: it is asked again until an operator has mended that. */
export class StoreUnavailable extends Outage {
  override readonly name = 'StoreUnavailable';
}

import { gunzipSync } from 'node:zlib';
import { StoreUnavailable, type ObjectStore } from '../archive/object-store.js';

/** Objects in memory, as a bucket keeps them; it can be away. */
export class InMemoryObjectStore implements ObjectStore {
  readonly objects = new Map<string, Uint8Array>();
  /** Each store takes one away; the one that finds none fails, before or after the object is stored. */
  storesUntilOutage = Infinity;
  failsAfterStoring = false;

  put(key: string, bytes: Uint8Array): Promise<void> {
    this.storesUntilOutage -= 1;
    const fails = this.storesUntilOutage < 0;
    if (fails) this.storesUntilOutage = Infinity;
    if (!fails || this.failsAfterStoring) this.objects.set(key, Uint8Array.from(bytes));
    return fails ? Promise.reject(new StoreUnavailable('the store is away')) : Promise.resolve();
  }

  get(key: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.objects.get(key));
  }

  list(prefix: string): Promise<readonly string[]> {
    return Promise.resolve([...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort());
  }

  /** Of an object of events. */
  linesOf(key: string): Record<string, unknown>[] {
    const text = gunzipSync(this.objects.get(key) ?? Buffer.alloc(0)).toString();
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}

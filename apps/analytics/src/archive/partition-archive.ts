import { eventOfRecord } from '@noroshi/domain';
import { lineOf, type Archived } from './archive-line.js';
import { GzipLines } from './gzip-lines.js';
import { endOf, eventsKey, hourOf, hourOfManifest, manifestFolder, manifestKey, type Hour } from './hour.js';
import { bytesOf, manifestOf, parseManifest } from './manifest.js';
import type { ObjectStore } from './object-store.js';

export interface PartitionArchiveOptions {
  readonly topic: string;
  readonly partition: number;
  readonly store: ObjectStore;
  /** An hour is closed when something has come that is so much later than its end: milliseconds. */
  readonly lateness: number;
  readonly news: ArchiveNews;
}

export interface ArchiveNews {
  onStored(object: string, records: number): void;
  /** A record that is no event is not archived. */
  onSkipped(partition: number, offset: string): void;
}

export interface PlacedRecord extends Archived {
  /** As Kafka counts: a decimal string. */
  readonly offset: string;
  /** Milliseconds since 1970: the broker takes none that is far ahead of its clock. */
  readonly timestamp: number;
}

interface OpenHour {
  readonly lines: GzipLines;
  readonly firstOffset: bigint;
  lastOffset: bigint;
  records: number;
}

/**
 * One partition of the topic on its way into the archive: one object for each hour.
 *
 * Which hour a record belongs to, and where hours are closed, follows from the records alone, so whoever reads them again
 * stores the same again. Where closed hours end is in their manifests: a record of such an hour that comes later belongs to the
 * first hour that was open then (docs/adr/0024).
 */
export class PartitionArchive {
  readonly #options: PartitionArchiveOptions;
  /** Hours that are stored; where they were closed, when that was asked for. */
  readonly #closedAt: Map<Hour, bigint | undefined>;
  readonly #open = new Map<Hour, OpenHour>();
  /** This hour and those before it are closed. */
  #closedUpTo: Hour;
  /** The latest time that has come. */
  #watermark = 0;
  #next: bigint | undefined;

  private constructor(options: PartitionArchiveOptions, stored: readonly Hour[]) {
    this.#options = options;
    this.#closedAt = new Map(stored.map((hour) => [hour, undefined]));
    this.#closedUpTo = Math.max(-1, ...stored.slice(-1));
  }

  /** @throws StoreUnavailable */
  static async begin(options: PartitionArchiveOptions): Promise<PartitionArchive> {
    const keys = await options.store.list(manifestFolder(options.partition));
    const hours = keys.map(hourOfManifest).filter((hour) => hour !== undefined);
    return new PartitionArchive(
      options,
      hours.sort((a, b) => a - b),
    );
  }

  /**
   * Takes the next records. After an outage it is given the same ones again, and goes on where it was.
   *
   * @returns the offset from which on they are needed again after a restart
   * @throws StoreUnavailable
   */
  async take(records: readonly PlacedRecord[]): Promise<string | undefined> {
    for (const record of records) {
      const offset = BigInt(record.offset);
      if (this.#next !== undefined && offset < this.#next) continue;
      await this.#takeOne(record, offset);
      this.#next = offset + 1n;
    }
    return this.#neededFrom()?.toString();
  }

  async #takeOne(record: PlacedRecord, offset: bigint): Promise<void> {
    const told = eventOfRecord(record);
    if (!('recordedAt' in told)) {
      this.#options.news.onSkipped(this.#options.partition, record.offset);
      return;
    }
    const time = Math.min(told.recordedAt, record.timestamp);
    this.#watermark = Math.max(this.#watermark, time);
    await this.#closePast(offset);
    const hour = await this.#hourAt(offset, hourOf(time));
    if (hour !== undefined) this.#add(hour, record, offset);
  }

  /** The first hour from this one on that was open when the record came; undefined: the record is stored. */
  async #hourAt(offset: bigint, from: Hour): Promise<Hour | undefined> {
    for (let hour = from; hour <= this.#closedUpTo; hour += 1) {
      const closedAt = await this.#closingOf(hour);
      if (closedAt !== undefined && offset < closedAt) return undefined;
    }
    return Math.max(from, this.#closedUpTo + 1);
  }

  /** Where an hour that is stored was closed. Undefined: nothing came for it while it was open. */
  async #closingOf(hour: Hour): Promise<bigint | undefined> {
    if (!this.#closedAt.has(hour)) return undefined;
    const known = this.#closedAt.get(hour);
    if (known !== undefined) return known;
    const bytes = await this.#options.store.get(manifestKey(hour, this.#options.partition));
    const closedAt = bytes && BigInt(parseManifest(bytes).closedAt);
    if (closedAt === undefined) this.#closedAt.delete(hour);
    else this.#closedAt.set(hour, closedAt);
    return closedAt;
  }

  #add(hour: Hour, record: PlacedRecord, offset: bigint): void {
    const open = this.#open.get(hour) ?? {
      lines: new GzipLines(),
      firstOffset: offset,
      lastOffset: offset,
      records: 0,
    };
    this.#open.set(hour, open);
    open.lines.add(lineOf(record));
    open.lastOffset = offset;
    open.records += 1;
  }

  /** The earliest first: what is stored says that all before it is too. */
  async #closePast(offset: bigint): Promise<void> {
    const { lateness } = this.#options;
    const isPast = (hour: Hour) => endOf(hour) + lateness <= this.#watermark;
    for (const hour of [...this.#open.keys()].filter(isPast).sort((a, b) => a - b)) await this.#close(hour, offset);
    this.#closedUpTo = Math.max(this.#closedUpTo, hourOf(this.#watermark - lateness) - 1);
  }

  async #close(hour: Hour, closedAt: bigint): Promise<void> {
    const { topic, partition, store, news } = this.#options;
    const open = this.#open.get(hour);
    if (!open) return;
    const { records, firstOffset, lastOffset } = open;
    const bytes = open.lines.bytes();
    const manifest = manifestOf({ topic, partition, hour, records, firstOffset, lastOffset, closedAt, bytes });
    await store.put(eventsKey(hour, partition), bytes);
    await store.put(manifestKey(hour, partition), bytesOf(manifest));
    this.#closedAt.set(hour, closedAt);
    this.#closedUpTo = Math.max(this.#closedUpTo, hour);
    this.#open.delete(hour);
    news.onStored(manifest.object, records);
  }

  #neededFrom(): bigint | undefined {
    let least = this.#next;
    for (const { firstOffset } of this.#open.values())
      if (least === undefined || firstOffset < least) least = firstOffset;
    return least;
  }
}

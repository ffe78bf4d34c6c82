import type { OutboxStore, Outgoing } from '../ports/outbox-store.js';
import { outgoingKey } from './memory-outbox.js';
import { readRecords, RecordFile, replaceRecords, setAside } from './record-file.js';

type FileRecord = { readonly put: Outgoing } | { readonly removed: readonly [string, string] };

/** Records of messages that are gone, after which the file is written anew. */
const MOST_GONE = 1_000;

export interface FileOutbox extends OutboxStore {
  /** Lets go of the file; what is being written is written first. Using it again opens it again. */
  close(): Promise<void>;
}

/**
 * For programs in Node: what was not acknowledged goes on after a restart. A file belongs to one process at a time. One that makes no
 * sense is set aside under `<path>.corrupt`, and what could be read of it is kept.
 * @throws from each call: the file can't be read or written
 */
export const fileOutbox = (path: string): FileOutbox => {
  let opened: Promise<OpenOutbox> | undefined;
  const outbox = (): Promise<OpenOutbox> => {
    opened ??= OpenOutbox.open(path);
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  return {
    all: async (userId) => (await outbox()).all(userId),
    put: async (outgoing) => (await outbox()).put(outgoing),
    remove: async (userId, clientMessageId) => (await outbox()).remove(userId, clientMessageId),
    close: async () => {
      const closing = opened;
      opened = undefined;
      await (await closing)?.close();
    },
  };
};

class OpenOutbox {
  #gone = 0;

  private constructor(
    private readonly kept: Map<string, Outgoing>,
    private readonly file: RecordFile,
  ) {}

  static async open(path: string): Promise<OpenOutbox> {
    const { records, isWhole, isCut } = await readRecords(path);
    const kept = new Map<string, Outgoing>();
    const senseless = records.filter((record) => !take(kept, record));
    const isCorrupt = !isWhole || senseless.length > 0;
    if (isCorrupt) await setAside(path);
    // Also so that nothing is appended to half a line.
    if (isCorrupt || isCut || records.length !== kept.size || kept.size === 0) await replaceRecords(path, puts(kept));
    return new OpenOutbox(kept, await RecordFile.open(path));
  }

  all(userId: string): readonly Outgoing[] {
    return [...this.kept.values()].filter((outgoing) => outgoing.userId === userId);
  }

  async put(outgoing: Outgoing): Promise<void> {
    const key = outgoingKey(outgoing.userId, outgoing.clientMessageId);
    if (this.kept.has(key)) this.#gone += 1;
    this.kept.set(key, outgoing);
    await this.#append({ put: outgoing });
  }

  async remove(userId: string, clientMessageId: string): Promise<void> {
    if (!this.kept.delete(outgoingKey(userId, clientMessageId))) return;
    this.#gone += 2;
    await this.#append({ removed: [userId, clientMessageId] });
  }

  close(): Promise<void> {
    return this.file.close();
  }

  async #append(record: FileRecord): Promise<void> {
    const appended = this.file.append(record);
    if (this.#gone >= MOST_GONE) {
      this.#gone = 0;
      await this.file.replace(() => puts(this.kept));
    }
    await appended;
  }
}

const puts = (kept: ReadonlyMap<string, Outgoing>): FileRecord[] => [...kept.values()].map((put) => ({ put }));

/** @returns whether the record made sense */
const take = (kept: Map<string, Outgoing>, record: unknown): boolean => {
  if (typeof record !== 'object' || record === null) return false;
  if ('put' in record && isOutgoing(record.put)) {
    kept.set(outgoingKey(record.put.userId, record.put.clientMessageId), record.put);
    return true;
  }
  if (!('removed' in record) || !Array.isArray(record.removed)) return false;
  kept.delete(JSON.stringify(record.removed));
  return true;
};

const TEXTS = ['userId', 'roomId', 'clientMessageId', 'content', 'messageType'];

const isOutgoing = (value: unknown): value is Outgoing =>
  typeof value === 'object' &&
  value !== null &&
  TEXTS.every((name) => typeof (value as Record<string, unknown>)[name] === 'string');

import { copyFile, mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What was read of a file of records. `isWhole`: every line but a last one that was cut off made sense. */
export interface ReadRecords {
  readonly records: readonly unknown[];
  readonly isWhole: boolean;
  /** The last line was never finished: the process ended while it wrote. */
  readonly isCut: boolean;
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const parsed = (line: string): readonly unknown[] => {
  try {
    return [JSON.parse(line) as unknown];
  } catch {
    return [];
  }
};

/** @throws Error when the file is there and can't be read */
export const readRecords = async (path: string): Promise<ReadRecords> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '';
    throw error;
  });
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const records = lines.map(parsed);
  return { records: records.flat(), isWhole: records.every(({ length }) => length === 1), isCut: last !== '' };
};

const lines = (records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** In place of what the file holds, at once or not at all, whenever the process or the machine ends. */
export const replaceRecords = async (path: string, records: readonly unknown[]): Promise<void> => {
  await mkdir(dirname(path), { recursive: true });
  const next = `${path}.next`;
  const file = await open(next, 'w', 0o600);
  try {
    await file.writeFile(lines(records));
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(next, path);
};

/** Keeps a file that makes no sense for somebody to look at, before it is replaced. */
export const setAside = (path: string): Promise<void> => copyFile(path, `${path}.corrupt`);

/** A file open for adding records at its end; those that come while the disk is busy are written together. */
export class RecordFile {
  #waiting: unknown[] = [];
  #turn: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private file: FileHandle,
  ) {}

  static async open(path: string): Promise<RecordFile> {
    return new RecordFile(path, await openAtEnd(path));
  }

  /** Resolves when the disk has it. */
  append(record: unknown): Promise<void> {
    this.#waiting.push(record);
    this.#turn ??= this.#inTurn(() => this.#write());
    return this.#turn;
  }

  /** In place of all there is, after what was appended so far. @param records as they are when it is written */
  replace(records: () => readonly unknown[]): Promise<void> {
    this.#turn = undefined;
    return this.#inTurn(async () => {
      await this.file.close();
      try {
        await replaceRecords(this.path, records());
      } finally {
        this.file = await openAtEnd(this.path);
      }
    });
  }

  /** After all that was appended. */
  close(): Promise<void> {
    return this.#inTurn(() => this.file.close());
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #write(): Promise<void> {
    const records = this.#waiting;
    this.#waiting = [];
    this.#turn = undefined;
    await this.file.appendFile(lines(records));
    await this.file.datasync();
  }
}

const openAtEnd = (path: string): Promise<FileHandle> => open(path, 'a', 0o600);

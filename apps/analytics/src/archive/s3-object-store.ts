import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { StoreUnavailable, type ObjectStore } from './object-store.js';

export interface S3Options {
  /** Absent: Amazon's, for the region. */
  readonly endpoint?: string;
  readonly region: string;
  readonly bucket: string;
}

/** Credentials come from where the library looks for them: `AWS_ACCESS_KEY_ID` and so on, a profile, the machine's role. */
export class S3ObjectStore implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor({ endpoint, region, bucket }: S3Options) {
    this.#bucket = bucket;
    this.#client = new S3Client({
      region,
      // Other stores than Amazon's are seldom set up for names of buckets in the host name, and know no checksums of newer kinds.
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
      // Milliseconds; a store that hangs counts as one that is away.
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  /** Makes the bucket when it is not there. @throws StoreUnavailable */
  async begin(): Promise<void> {
    await this.#ask(`reach the bucket ${this.#bucket}`, async () => {
      try {
        await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }));
      } catch (cause) {
        if (!(cause instanceof NotFound)) throw cause;
        await this.#client.send(new CreateBucketCommand({ Bucket: this.#bucket }));
      }
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const type = key.endsWith('.gz') ? 'application/gzip' : 'application/json';
    const command = new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: bytes, ContentType: type });
    await this.#ask(`store ${key}`, () => this.#client.send(command));
  }

  get(key: string): Promise<Uint8Array | undefined> {
    return this.#ask(`read ${key}`, async () => {
      try {
        const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
        return await Body?.transformToByteArray();
      } catch (cause) {
        if (cause instanceof NoSuchKey) return undefined;
        throw cause;
      }
    });
  }

  list(prefix: string): Promise<readonly string[]> {
    return this.#ask(`list ${prefix}`, async () => {
      const keys: string[] = [];
      const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.#bucket, Prefix: prefix });
      for await (const { Contents = [] } of pages) keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
      return keys.sort();
    });
  }

  close(): void {
    this.#client.destroy();
  }

  async #ask<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw new StoreUnavailable(`could not ${doing}: ${messageOf(cause)}`, { cause });
    }
  }
}

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? `${cause.name}: ${cause.message || 'no message'}` : String(cause);

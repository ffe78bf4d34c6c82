import { createHash } from 'node:crypto';
import { beginOf, eventsKey, type Hour } from './hour.js';

/** What is known of one object of events. Stored after it: an object without one is not finished. */
export interface Manifest {
  readonly version: 1;
  readonly topic: string;
  readonly partition: number;
  /** When the hour begins, RFC 3339. */
  readonly hour: string;
  /** The key of the object. */
  readonly object: string;
  readonly records: number;
  /** Offsets of the topic; records of other hours are between them. */
  readonly firstOffset: string;
  readonly lastOffset: string;
  /** Where the hour was closed: what came from here on for it is in a later hour. */
  readonly closedAt: string;
  readonly bytes: number;
  /** Of the object's bytes, in hexadecimal. */
  readonly sha256: string;
}

export interface Content {
  readonly topic: string;
  readonly partition: number;
  readonly hour: Hour;
  readonly records: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  readonly closedAt: bigint;
  readonly bytes: Uint8Array;
}

export const manifestOf = ({ hour, bytes, firstOffset, lastOffset, closedAt, ...content }: Content): Manifest => ({
  version: 1,
  topic: content.topic,
  partition: content.partition,
  hour: beginOf(hour),
  object: eventsKey(hour, content.partition),
  records: content.records,
  firstOffset: String(firstOffset),
  lastOffset: String(lastOffset),
  closedAt: String(closedAt),
  bytes: bytes.length,
  sha256: sha256Of(bytes),
});

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const bytesOf = (manifest: Manifest): Uint8Array => Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);

export const parseManifest = (bytes: Uint8Array): Manifest => JSON.parse(Buffer.from(bytes).toString()) as Manifest;

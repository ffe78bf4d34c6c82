import crc32C from 'kafkajs/src/protocol/recordBatch/crc32C/index.js';
import Produce from 'kafkajs/src/protocol/requests/produce/index.js';
import { ByteWriter } from './byte-writer.js';

/** Since this version a request has batches of records in the format that is written here. */
const FIRST_VERSION = 3;

/**
 * kafkajs 2.2.4 makes an object with a zeroed buffer of 512 bytes of each record, and of each header of each record: of an
 * event with seven headers eight, which is most of what writing it costs. Here a request is written into one buffer.
 */
export function leanProduceRequests(): void {
  const { protocol } = Produce;
  Produce.protocol = ({ version }) => {
    const original = protocol({ version });
    return version < FIRST_VERSION ? original : lean(original);
  };
}

const lean =
  (original: Produce.Version): Produce.Version =>
  (options) => {
    const { request, ...rest } = original(options);
    const encode = () => Promise.resolve(encodeProduce(options));
    return { ...rest, request: isOurKind(options) ? { ...request, encode } : request };
  };

/** What others would write otherwise is left to the library. */
const isOurKind = ({ compression = 0, transactionalId = null, topicData }: Produce.Options): boolean =>
  compression === 0 &&
  transactionalId === null &&
  topicData.every(({ partitions }) => partitions.every(({ messages }) => messages.every(isOfText)));

const isOfText = ({ key, value, timestamp, headers = {} }: Produce.Message): boolean =>
  [key, value, timestamp].every((part) => typeof part === 'string') &&
  Object.values(headers).every((header) => typeof header === 'string');

export function encodeProduce(options: Produce.Options): Produce.Encoded {
  const { acks, timeout, topicData } = options;
  const request = new ByteWriter();
  // No transaction.
  request.int16(-1);
  request.int16(acks);
  request.int32(timeout);
  request.int32(topicData.length);
  for (const { topic, partitions } of topicData) {
    const name = Buffer.from(topic);
    request.int16(name.length);
    request.bytes(name);
    request.int32(partitions.length);
    for (const { partition, messages, firstSequence = 0 } of partitions) {
      const batch = batchOf(messages, { ...options, firstSequence });
      request.int32(partition);
      request.int32(batch.length);
      request.bytes(batch);
    }
  }
  const { written } = request;
  return { buf: written, buffer: written, size: () => written.length };
}

const MAGIC = 2;
/** Of what is before the checksum, and counted by the length: the leader's epoch, the magic byte and the checksum. */
const BEFORE_BODY = 9;

interface Sequence extends Pick<Produce.Options, 'producerId' | 'producerEpoch'> {
  readonly firstSequence: number;
}

const body = new ByteWriter();
const batch = new ByteWriter();

/** Valid until the next call. */
function batchOf(messages: readonly Produce.Message[], { producerId, producerEpoch, firstSequence }: Sequence): Buffer {
  const times = messages.map(({ timestamp }) => Number(timestamp));
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const last = times.reduce((most, time) => Math.max(most, time), -Infinity);
  body.clear();
  body.int16(0);
  body.int32(messages.length - 1);
  body.int64(BigInt(first));
  body.int64(BigInt(last));
  body.int64(BigInt(String(producerId ?? -1)));
  body.int16(producerEpoch ?? 0);
  body.int32(firstSequence);
  body.int32(messages.length);
  for (const [index, message] of messages.entries())
    writeRecord(message, { index, delay: (times[index] ?? 0) - first });
  batch.clear();
  // The offset of the first record: for the broker to say.
  batch.int64(0n);
  batch.int32(BEFORE_BODY + body.length);
  batch.int32(0);
  batch.int8(MAGIC);
  batch.uint32(crc32C(body.written));
  batch.bytes(body.written);
  return batch.written;
}

const record = new ByteWriter();

function writeRecord(
  { key, value, headers = {} }: Produce.Message,
  { index, delay }: { readonly index: number; readonly delay: number },
): void {
  record.clear();
  record.int8(0);
  record.varint(delay);
  record.varint(index);
  record.varintString(key);
  record.varintString(value);
  const names = Object.keys(headers);
  record.varint(names.length);
  for (const name of names) {
    record.varintString(name);
    record.varintString(headers[name] ?? '');
  }
  body.varint(record.length);
  body.bytes(record.written);
}

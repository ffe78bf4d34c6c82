import { Outage } from '@noroshi/event-sourcing';
import type { TopicRecord } from '@noroshi/domain';

/** No broker answers, or not as it is to: nothing is known of what was to be written. */
export class KafkaUnavailable extends Outage {
  override readonly name = 'KafkaUnavailable';
}

/** The brokers take no record of this kind, whoever tries again. */
export class RecordRefused extends Error {
  override readonly name: string = 'RecordRefused';
}

/** It is larger than the topic takes. */
export class RecordTooLarge extends RecordRefused {
  override readonly name = 'RecordTooLarge';

  constructor(readonly record: TopicRecord) {
    super(`a record of ${Buffer.byteLength(record.value)} bytes is larger than the topic takes`);
  }
}

/** What brokers say of a record that is wrong by itself; all else may be better later. */
const REFUSALS = ['INVALID_TIMESTAMP', 'INVALID_RECORD'];
const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];
/** The library wraps also what is wrong with a program. */
const BUGS = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];

export const isTooLarge = (cause: unknown): boolean => TOO_LARGE.includes(kindOf(cause));

/** What is behind an error of the library: its kind as the protocol names it, or as JavaScript does. */
function kindOf(cause: unknown): string {
  const { type, name, cause: behind } = cause as { type?: string; name?: string; cause?: unknown };
  if (typeof type === 'string') return type;
  return behind instanceof Error && behind !== cause ? kindOf(behind) : (name ?? '');
}

/** An error of the library in our terms; one that is nobody's outage as it is. */
export function translated(cause: unknown, doing: string): unknown {
  const kind = kindOf(cause);
  if (cause instanceof Outage || !(cause instanceof Error) || BUGS.includes(kind)) return cause;
  if (REFUSALS.includes(kind)) return new RecordRefused(`${doing}: ${cause.message}`, { cause });
  return new KafkaUnavailable(`${doing}: ${messageOf(cause)}`, { cause });
}

/** Of several errors at once, what they say. */
function messageOf(cause: Error): string {
  const { errors } = cause as { errors?: readonly Error[] };
  return errors?.map(({ message }) => message).join(' ') ?? cause.message;
}

import { Outage } from '@noroshi/event-sourcing';
import { MongoBulkWriteError, MongoError, MongoInvalidArgumentError, MongoServerError, type WriteError } from 'mongodb';

/** MongoDB can't be reached, did not answer in time, or does not do it now. Retry later; what was in flight may be done. */
export class MongoUnavailable extends Outage {
  override readonly name = 'MongoUnavailable';
}

const DUPLICATE_KEY = 11_000;

/**
 * What the driver throws as it is for us.
 *
 * Only what is wrong with a document is the document's fault. Everything else that a server or the way to it says, no right to
 * write and a full disk included, is waited for: people can mend it, and no event is to be given up because of it.
 */
export function asOutage(cause: unknown): unknown {
  if (!(cause instanceof MongoError) || isAboutDocuments(cause)) return cause;
  return new MongoUnavailable(`MongoDB can not be used now: ${cause.message}`, { cause });
}

/** Whether all that went wrong is that somebody was faster, or that it was done before. */
export const isOnlyDuplicates = (cause: unknown): boolean =>
  cause instanceof MongoBulkWriteError &&
  cause.result.getWriteConcernError() === undefined &&
  errorsOf(cause).length > 0 &&
  errorsOf(cause).every(({ code }) => code === DUPLICATE_KEY);

export const isDuplicate = (cause: unknown): boolean =>
  cause instanceof MongoServerError && cause.code === DUPLICATE_KEY;

/** Of one document, or by the driver before anything was sent. */
const isAboutDocuments = (cause: MongoError): boolean =>
  cause instanceof MongoInvalidArgumentError ||
  (cause instanceof MongoBulkWriteError && errorsOf(cause).some(({ code }) => code !== DUPLICATE_KEY));

const errorsOf = ({ writeErrors }: MongoBulkWriteError): readonly WriteError[] => [writeErrors].flat();

import { randomBytes } from 'node:crypto';
import { shortIdOf } from '@noroshi/domain';

/** Nobody guesses eighty bits. */
const RANDOM_LENGTH = 16;
const MARK_LENGTH = 10;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** What the ids of one gateway's connections end with: whoever knows an id knows whom to ask, and nobody has to be searched. */
export const gatewayMark = (gateway: string): string => shortIdOf(`gateway ${gateway}`).slice(-MARK_LENGTH);

/**
 * 26 lower-case letters and digits, which is all that some clients take.
 * @param mark of the gateway that holds the connection
 */
export const newConnectionId = (mark: string): string =>
  Array.from(randomBytes(RANDOM_LENGTH), (byte) => alphabet.charAt(byte & 31)).join('') + mark;

export const markIn = (connectionId: string): string => connectionId.slice(-MARK_LENGTH);

/** Looks like an id: one of ours, or of the services that such back ends come from (base64, in either alphabet). */
export const isConnectionId = (text: string): boolean => /^[\w+/=-]{1,128}$/.test(text);

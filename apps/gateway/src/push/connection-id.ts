import { createHash, randomBytes } from 'node:crypto';

const RANDOM_BYTES = 12;
const MARK_LENGTH = 6;

/** What the ids of one gateway's connections end with: whoever knows an id knows whom to ask, and nobody has to be searched. */
export const gatewayMark = (gateway: string): string =>
  createHash('sha256').update(gateway).digest('base64url').slice(0, MARK_LENGTH);

/** @param mark of the gateway that holds the connection */
export const newConnectionId = (mark: string): string => randomBytes(RANDOM_BYTES).toString('base64url') + mark;

export const markIn = (connectionId: string): string => connectionId.slice(-MARK_LENGTH);

/** Looks like an id: one of ours, or of the services that such back ends come from (base64, in either alphabet). */
export const isConnectionId = (text: string): boolean => /^[\w+/=-]{1,128}$/.test(text);

import type { Position } from '@noroshi/event-sourcing';

/** A position as clients hold it: opaque, and of one epoch of the log. */
export interface Offset {
  readonly epoch: string;
  readonly position: Position;
}

const shape = /^([0-9a-z]{1,16})-([0-9a-z]{1,11})$/;
const messagePrefix = 'm';
const notificationPrefix = 'n';

export const formatOffset = (epoch: string, position: Position): string => `${epoch}-${position.toString(36)}`;

/** Undefined when it is not an offset at all. An offset of another epoch is returned as it is: the caller must compare. */
export function parseOffset(text: string): Offset | undefined {
  const match = shape.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  const position = Number.parseInt(match[2], 36);
  return Number.isSafeInteger(position) ? { epoch: match[1], position } : undefined;
}

/** A message's id is the offset of its `MessagePosted`, marked, so that nobody takes one for the other. */
export const formatMessageId = (epoch: string, position: Position): string =>
  messagePrefix + formatOffset(epoch, position);

export const parseMessageId = (text: string): Offset | undefined =>
  text.startsWith(messagePrefix) ? parseOffset(text.slice(messagePrefix.length)) : undefined;

/** Of the log of users, which has an epoch of its own. */
export const formatNotificationId = (epoch: string, position: Position): string =>
  notificationPrefix + formatOffset(epoch, position);

export const parseNotificationId = (text: string): Offset | undefined =>
  text.startsWith(notificationPrefix) ? parseOffset(text.slice(notificationPrefix.length)) : undefined;

import { shortIdOf, type Offset } from '@noroshi/domain';

/** All rooms are channels of one team. */
export const teamName = 'noroshi';
export const teamId = shortIdOf(`team ${teamName}`);

const EPOCH_LENGTH = 15;
const POSITION_LENGTH = 11;
const shape = /^([0-9a-z]{15})([0-9a-z]{11})$/;

/**
 * A message's id as 26 characters, from which the message is found again without asking anybody: later messages of a log
 * sort behind earlier ones. An epoch is a time in base 36 and so begins with no zero.
 */
export const postIdOf = (epoch: string, position: number): string =>
  epoch.padStart(EPOCH_LENGTH, '0') + position.toString(36).padStart(POSITION_LENGTH, '0');

/** Undefined when it is no post's id. One of another epoch is returned as it is: the caller must compare. */
export function parsePostId(postId: string): Offset | undefined {
  const match = shape.exec(postId);
  const epoch = match?.[1]?.replace(/^0+/, '');
  if (!match?.[2] || !epoch) return undefined;
  const position = Number.parseInt(match[2], 36);
  return Number.isSafeInteger(position) ? { epoch, position } : undefined;
}

import { reject, type Decision } from '@noroshi/event-sourcing';
import type { RoomCommand } from './commands.js';
import type { RoomEvent } from './events.js';
import type { RoomRejection } from './rejections.js';
import { isBanned, isMuted, standingOf, type Membership, type RoomState } from './room-state.js';

export type RoomDecision = Decision<RoomEvent, RoomRejection>;

/** Decides one kind of command about a room that is open. */
export type Rule<T extends RoomCommand['type']> = (
  command: Extract<RoomCommand, { type: T }>,
  state: RoomState,
) => RoomDecision;

/** What somebody may do once their right to it is shown. */
type Then = (membership: Membership) => RoomDecision;
type Asked = Pick<RoomCommand, 'by' | 'at'>;

export const isModerator = ({ role }: Membership): boolean => role !== 'member';

export function asMember({ by }: Asked, state: RoomState, then: Then): RoomDecision {
  if (isBanned(state, by.id)) return reject('banned');
  const membership = standingOf(state, by);
  return membership ? then(membership) : reject('not_a_member');
}

export const asSpeaker = (asked: Asked, state: RoomState, then: Then): RoomDecision =>
  asMember(asked, state, (membership) => (isMuted(state, asked.by.id, asked.at) ? reject('muted') : then(membership)));

export const asModerator = (asked: Asked, state: RoomState, then: Then): RoomDecision =>
  asMember(asked, state, (membership) => (isModerator(membership) ? then(membership) : reject('forbidden')));

export const asOwner = (asked: Asked, state: RoomState, then: Then): RoomDecision =>
  asMember(asked, state, (membership) => (membership.role === 'owner' ? then(membership) : reject('forbidden')));

import { accept, reject, unchanged } from '@noroshi/event-sourcing';
import { isUserId } from '../ids.js';
import { isBanned, isMuted, membershipOf, type Membership, type RoomState } from './room-state.js';
import { asModerator, asOwner, type RoomDecision, type Rule } from './standing.js';

export const changeRole: Rule<'ChangeRole'> = (command, state) =>
  asOwner(command, state, () => {
    const { userId, role, by } = command;
    return toCarrierOfRole(state, userId, (target) => {
      if (target.role === 'owner') return reject('forbidden');
      return target.role === role ? unchanged : accept({ type: 'RoleChanged', userId, role, by: by.id });
    });
  });

export const transferOwnership: Rule<'TransferOwnership'> = (command, state) =>
  asOwner(command, state, () => {
    const { to, by } = command;
    if (to === state.ownerId) return unchanged;
    return toCarrierOfRole(state, to, () => accept({ type: 'OwnershipTransferred', to, by: by.id }));
  });

export const muteUser: Rule<'MuteUser'> = (command, state) =>
  asModerator(command, state, (moderator) => {
    const { userId, until, at, by } = command;
    const target = membershipOf(state, userId);
    if (!target && !state.mutes.has(userId)) return reject('user_not_found');
    if (!outranks(moderator, target)) return reject('forbidden');
    if (!Number.isSafeInteger(until)) return reject('invalid_time');
    const now = isMuted(state, userId, at) ? state.mutes.get(userId) : undefined;
    const then = until <= at ? undefined : until;
    return now === then ? unchanged : accept({ type: 'UserMuted', userId, until, by: by.id });
  });

export const removeUser: Rule<'RemoveUser'> = (command, state) =>
  asModerator(command, state, (moderator) => {
    const { userId, by } = command;
    const target = membershipOf(state, userId);
    if (!outranks(moderator, target)) return reject('forbidden');
    if (!target && !state.invited.has(userId)) return unchanged;
    return accept({ type: 'UserRemoved', userId, by: by.id });
  });

export const banUser: Rule<'BanUser'> = (command, state) =>
  asModerator(command, state, (moderator) => {
    const { userId, by } = command;
    if (!isUserId(userId)) return reject('user_not_found');
    if (!outranks(moderator, membershipOf(state, userId))) return reject('forbidden');
    return isBanned(state, userId) ? unchanged : accept({ type: 'UserBanned', userId, by: by.id });
  });

export const unbanUser: Rule<'UnbanUser'> = (command, state) =>
  asModerator(command, state, () => {
    const { userId, by } = command;
    return isBanned(state, userId) ? accept({ type: 'UserUnbanned', userId, by: by.id }) : unchanged;
  });

/** The owner is out of everybody's reach, a moderator out of other moderators'. */
const outranks = (moderator: Membership, target: Membership | undefined): boolean =>
  !target || target.role === 'member' || (target.role === 'moderator' && moderator.role === 'owner');

function toCarrierOfRole(state: RoomState, userId: string, then: (target: Membership) => RoomDecision): RoomDecision {
  const target = membershipOf(state, userId);
  if (!target) return reject('user_not_found');
  return target.user.guest ? reject('forbidden') : then(target);
}

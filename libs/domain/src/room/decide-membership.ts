import { accept, reject, unchanged } from '@noroshi/event-sourcing';
import { isUserId } from '../ids.js';
import { gains, joinRefusal } from './admission.js';
import { isBanned, membershipOf } from './room-state.js';
import { asMember, isModerator, type Rule } from './standing.js';

export const joinRoom: Rule<'JoinRoom'> = ({ by, kind }, state) => {
  const refusal = joinRefusal(state, by, kind);
  if (refusal) return reject(refusal);
  const existing = membershipOf(state, by.id);
  if (existing && !gains(existing, by, kind)) return unchanged;
  return accept({ type: 'MemberJoined', user: by, kind });
};

export const leaveRoom: Rule<'LeaveRoom'> = (command, state) =>
  asMember(command, state, ({ user, role }) =>
    role === 'owner' ? reject('owner_must_hand_over') : accept({ type: 'MemberLeft', userId: user.id }),
  );

/** Nothing happens to who has become a lasting member meanwhile, or owns the room. */
export const endVisit: Rule<'EndVisit'> = (command, state) =>
  asMember(command, state, ({ user, kind, role }) =>
    kind === 'visitor' && role !== 'owner'
      ? accept({ type: 'MemberLeft', userId: user.id, visitEnded: true })
      : unchanged,
  );

export const inviteUser: Rule<'InviteUser'> = (command, state) =>
  asMember(command, state, (membership) => {
    const { userId, by } = command;
    if (!state.settings.isPublic && !isModerator(membership)) return reject('forbidden');
    if (!isUserId(userId)) return reject('user_not_found');
    if (isBanned(state, userId)) return reject('banned');
    if (membershipOf(state, userId) || state.invited.has(userId)) return unchanged;
    return accept({ type: 'UserInvited', userId, by: by.id });
  });

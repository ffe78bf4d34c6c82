import { reject, type Decider } from '@noroshi/event-sourcing';
import type { RoomCommand } from './commands.js';
import { endVisit, inviteUser, joinRoom, leaveRoom } from './decide-membership.js';
import { banUser, changeRole, muteUser, removeUser, transferOwnership, unbanUser } from './decide-moderation.js';
import { archiveRoom, changeSettings, openRoom, renameRoom } from './decide-settings.js';
import { deleteMessage, editMessage, postMessage, react, unreact } from './decide-talk.js';
import type { RoomEvent } from './events.js';
import type { RoomRejection } from './rejections.js';
import { absentRoom, type RoomState } from './room-state.js';
import { evolveRoom } from './room.js';
import type { RoomDecision, Rule } from './standing.js';

/** The whole life of a room. Pure and total: time and the acting user arrive in the command. */
export const roomDecider: Decider<RoomState, RoomCommand, RoomEvent, RoomRejection> = {
  initialState: absentRoom,
  decide: decideRoom,
  evolve: evolveRoom,
};

type LivingCommand = Exclude<RoomCommand, { type: 'OpenRoom' }>;

const rules: { readonly [T in LivingCommand['type']]: Rule<T> } = {
  JoinRoom: joinRoom,
  LeaveRoom: leaveRoom,
  EndVisit: endVisit,
  InviteUser: inviteUser,
  RenameRoom: renameRoom,
  ChangeSettings: changeSettings,
  ChangeRole: changeRole,
  TransferOwnership: transferOwnership,
  MuteUser: muteUser,
  RemoveUser: removeUser,
  BanUser: banUser,
  UnbanUser: unbanUser,
  ArchiveRoom: archiveRoom,
  PostMessage: postMessage,
  EditMessage: editMessage,
  DeleteMessage: deleteMessage,
  React: react,
  Unreact: unreact,
};

function decideRoom(command: RoomCommand, state: RoomState): RoomDecision {
  if (command.type === 'OpenRoom') return openRoom(command, state);
  if (state.status === 'absent') return reject('room_not_found');
  if (state.status === 'archived') return reject('room_archived');
  return (rules[command.type] as Rule<LivingCommand['type']>)(command, state);
}

import { accept, reject, unchanged } from '@noroshi/event-sourcing';
import type { RoomSettings } from './events.js';
import type { RoomState } from './room-state.js';
import { areRoomSettings, isRoomName, sameSettings } from './room-values.js';
import { asModerator, asOwner, type Rule } from './standing.js';

/** Asked of a room in any status. A guest's id is only claimed, so a guest can't keep a private room private. */
export const openRoom: Rule<'OpenRoom'> = ({ by, name, settings }, state) => {
  if (state.status !== 'absent') return reject('room_exists');
  if (!isRoomName(name)) return reject('invalid_name');
  if (!areRoomSettings(settings)) return reject('invalid_settings');
  if (by.guest && !settings.isPublic) return reject('forbidden');
  return accept({ type: 'RoomOpened', owner: by, name, settings: merged(settings, settings) });
};

export const renameRoom: Rule<'RenameRoom'> = (command, state) =>
  asModerator(command, state, () => {
    const { name, by } = command;
    if (!isRoomName(name)) return reject('invalid_name');
    return name === state.name ? unchanged : accept({ type: 'RoomRenamed', name, by: by.id });
  });

export const changeSettings: Rule<'ChangeSettings'> = (command, state) =>
  asModerator(command, state, () => {
    const { by } = command;
    const settings = merged(state.settings, command.settings);
    if (!areRoomSettings(settings) || leavesOut(state, settings)) return reject('invalid_settings');
    if (sameSettings(settings, state.settings)) return unchanged;
    if (by.guest && !settings.isPublic) return reject('forbidden');
    return accept({ type: 'SettingsChanged', settings, by: by.id });
  });

export const archiveRoom: Rule<'ArchiveRoom'> = (command, state) =>
  asOwner(command, state, () => accept({ type: 'RoomArchived', by: command.by.id }));

/** Field by field, so that what is no setting never gets into the log. */
const merged = (now: RoomSettings, wish: Partial<RoomSettings>): RoomSettings => ({
  isPublic: wish.isPublic ?? now.isPublic,
  maxMembers: wish.maxMembers ?? now.maxMembers,
  allowFileSharing: wish.allowFileSharing ?? now.allowFileSharing,
});

const leavesOut = (state: RoomState, { maxMembers }: RoomSettings): boolean => maxMembers < state.members.size;

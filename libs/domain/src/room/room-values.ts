import type { RoomSettings } from './events.js';

const MAX_MEMBERS = 100_000;
const MAX_NAME_LENGTH = 128;
/** UTF-16 code units: known without walking the text, and within the 64 KB of a frame in any script. */
const MAX_CONTENT_LENGTH = 16_384;

const name = /^[^\p{Cc}\p{Cs}]{1,128}$/u;
/** Format characters stay allowed: a zero-width joiner holds many emoji together. */
const emoji = /^[^\p{Cc}\p{Cs}\s]{1,32}$/u;
const messageType = /^[a-z0-9_.-]{1,32}$/;

const hasInk = (text: string): boolean => /\S/.test(text);

export const isRoomName = (text: string): boolean => name.test(text) && hasInk(text);

export const isContent = (text: string): boolean => text.length <= MAX_CONTENT_LENGTH && hasInk(text);

export const isEmoji = (text: string): boolean => emoji.test(text);

/** `system` is what the platform says, never a user. */
export const isUserMessageType = (text: string): boolean => messageType.test(text) && text !== 'system';

export const carriesFile = (type: string): boolean => type === 'image' || type === 'file';

export const areRoomSettings = ({ isPublic, maxMembers, allowFileSharing }: RoomSettings): boolean =>
  typeof isPublic === 'boolean' &&
  typeof allowFileSharing === 'boolean' &&
  Number.isInteger(maxMembers) &&
  maxMembers >= 1 &&
  maxMembers <= MAX_MEMBERS;

export const sameSettings = (a: RoomSettings, b: RoomSettings): boolean =>
  a.isPublic === b.isPublic && a.maxMembers === b.maxMembers && a.allowFileSharing === b.allowFileSharing;

/** The name of a room that somebody came into before anybody named it: always a valid one, also of the longest id. */
export const defaultRoomName = (roomId: string): string =>
  Array.from(`Room ${roomId}`).slice(0, MAX_NAME_LENGTH).join('');

import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import type { Settings } from '@noroshi/settings';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';
import type { RoomsClient } from '../services/service-clients.js';
import { changed } from './changed.js';
import { asSomeMember, stored } from './refusals.js';
import type { RoomDoor } from './room-door.js';
import { roomItem } from './room-item.js';
import { Changed, Limit, Room, RoomId, RoomName, SettingsWish } from './schemas.js';

export interface RoomRoutesParts {
  readonly door: RoomDoor;
  readonly rooms: Pick<RoomsClient, 'publicRooms' | 'summary'>;
  readonly settings: Pick<Settings, 'defaultMaxMembers'>;
}

const tag = 'rooms';

/** The life of rooms. */
export const roomRoutes = (parts: RoomRoutesParts): readonly Route[] => [
  listRooms(parts),
  openRoom(parts),
  getRoom(parts),
  changeRoom(parts),
  archiveRoom(parts),
];

const listRooms = ({ rooms }: RoomRoutesParts): Route =>
  route({
    id: 'listRooms',
    method: 'get',
    path: '/api/v1/rooms',
    tag,
    summary: 'Public rooms, most recently active first',
    access: 'guest',
    query: { limit: Limit },
    answers: { 200: { description: 'Rooms', schema: Type.Object({ items: Type.Array(Room) }) } },
  }).handledBy(async ({ query }) => {
    const answer = await rooms.publicRooms(query);
    if (!answer.ok) throw new Refused(answer.code);
    return { status: 200, body: { items: answer.rooms.map(roomItem) } };
  });

const openRoom = ({ door, rooms, settings }: RoomRoutesParts): Route =>
  route({
    id: 'openRoom',
    method: 'post',
    path: '/api/v1/rooms',
    tag,
    summary: 'Open a room',
    description: 'Its owner is who asks. Without an id it gets one.',
    access: 'user',
    body: { id: Type.Optional(RoomId), name: RoomName, settings: Type.Optional(SettingsWish) },
    refusals: [...stored, 'room_exists'],
    answers: { 201: { description: 'The room; its address is in `Location`', schema: Room } },
  }).handledBy(async ({ caller, body }) => {
    const roomId = body.id ?? randomBytes(12).toString('base64url');
    const defaults = { isPublic: true, maxMembers: settings.defaultMaxMembers, allowFileSharing: true };
    await door.execute(roomId, caller, {
      type: 'OpenRoom',
      name: body.name,
      settings: { ...defaults, ...body.settings },
    });
    const headers = { Location: `/api/v1/rooms/${encodeURIComponent(roomId)}` };
    return { status: 201, headers, body: await summaryOf(rooms, roomId) };
  });

const getRoom = ({ door, rooms }: RoomRoutesParts): Route =>
  route({
    id: 'getRoom',
    method: 'get',
    path: '/api/v1/rooms/{roomId}',
    tag,
    summary: 'One room',
    description: 'A private room is not found by who is neither a member nor invited.',
    access: 'guest',
    params: { roomId: RoomId },
    refusals: ['room_not_found'],
    answers: { 200: { description: 'The room', schema: Room } },
  }).handledBy(async ({ caller, params: { roomId } }) => {
    await door.know(roomId, caller, () => undefined);
    return { status: 200, body: await summaryOf(rooms, roomId) };
  });

const changeRoom = ({ door, rooms }: RoomRoutesParts): Route =>
  route({
    id: 'changeRoom',
    method: 'patch',
    path: '/api/v1/rooms/{roomId}',
    tag,
    summary: 'Rename a room, or change its settings',
    description: 'By its owner and moderators. Settings that are left out stay as they are.',
    access: 'user',
    params: { roomId: RoomId },
    body: { name: Type.Optional(RoomName), settings: Type.Optional(SettingsWish) },
    refusals: asSomeMember,
    answers: { 200: { description: 'The room as it is now', schema: Room } },
  }).handledBy(async ({ caller, params: { roomId }, body: { name, settings } }) => {
    await door.know(roomId, caller, () => undefined);
    // Settings first: they may be refused for what the room holds, a name only for what was checked already.
    if (settings) await door.execute(roomId, caller, { type: 'ChangeSettings', settings });
    if (name !== undefined) await door.execute(roomId, caller, { type: 'RenameRoom', name });
    return { status: 200, body: await summaryOf(rooms, roomId) };
  });

const archiveRoom = ({ door }: RoomRoutesParts): Route =>
  route({
    id: 'archiveRoom',
    method: 'delete',
    path: '/api/v1/rooms/{roomId}',
    tag,
    summary: 'Archive a room',
    description: 'By its owner. It can still be read, and nothing happens in it any more.',
    access: 'user',
    params: { roomId: RoomId },
    refusals: asSomeMember,
    answers: { 200: { description: 'It is archived', schema: Changed } },
  }).handledBy(async ({ caller, params: { roomId } }) =>
    changed(door, await door.execute(roomId, caller, { type: 'ArchiveRoom' })),
  );

async function summaryOf(rooms: RoomRoutesParts['rooms'], roomId: string) {
  const answer = await rooms.summary({ roomId });
  if (!answer.ok) throw new Refused(answer.code);
  if (!answer.room) throw new Refused('room_not_found');
  return roomItem(answer.room);
}

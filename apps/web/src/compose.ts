import type { Api } from './api/api.js';
import { Connection } from './connection/connection.js';
import { browserNetwork } from './connection/network.js';
import { loadOutbox, saveOutbox } from './connection/outbox.js';
import type { Credentials } from './identity/credentials.js';
import { RoomSession } from './room/room-session.js';
import { openRoom } from './room/room-state.js';

export interface RoomWish {
  readonly roomId: string;
  /** For a room that may not exist yet. */
  readonly name?: string;
}

interface Parts {
  readonly identity: { readonly userId: string; readonly name: string };
  readonly credentials: Credentials;
  readonly api: Api;
  readonly page: Window;
}

function socketUrl(page: Window, token: string): string {
  const url = new URL('/ws', page.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('token', token);
  return url.href;
}

/** Puts together what one person needs to be in one room. Nothing happens before `open`. */
export function composeRoomSession(room: RoomWish, { identity, credentials, api, page }: Parts): RoomSession {
  const { roomId, name } = room;
  const storage = page.sessionStorage;
  const owner = JSON.stringify([identity.userId, roomId]);
  const outbox = loadOutbox(storage, owner, Date.now());
  const me = { userId: identity.userId, username: identity.name };
  return new RoomSession({
    initial: openRoom({ roomId, ...me, outbox, ...(name === undefined ? {} : { name }) }),
    connect: (listener) =>
      new Connection({
        ...listener,
        credentials,
        url: (token) => socketUrl(page, token),
        openSocket: (url) => new WebSocket(url),
        network: browserNetwork(page),
      }),
    fetchPage: (query) => api.history(roomId, query),
    saveOutbox: (entries) => saveOutbox(storage, owner, entries),
    // Not randomUUID: it only exists on https and localhost.
    newId: () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join(''),
  });
}

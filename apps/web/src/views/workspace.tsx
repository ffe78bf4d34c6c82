import { useCallback, useMemo, useState } from 'react';
import { createApi } from '../api/api.js';
import { requestDevToken } from '../api/dev-tokens.js';
import { composeRoomSession } from '../compose.js';
import { createCredentials } from '../identity/credentials.js';
import { saveIdentity, type Identity } from '../identity/identity.js';
import type { SignOutReason } from './sign-out-reason.js';
import { ChatRoom } from './chat-room.js';
import { Welcome } from './welcome.js';
import { Sidebar } from './sidebar.js';
import { useRoomInUrl } from './use-room-in-url.js';
import { useRoomSession } from './use-room-session.js';
import { useRooms } from './use-rooms.js';

interface Props {
  readonly identity: Identity;
  readonly onSignOut: (reason: SignOutReason) => void;
}

function useServer(identity: Identity) {
  const [server] = useState(() => {
    const save = (next: Identity): void => saveIdentity(sessionStorage, next);
    const credentials = createCredentials({ identity, request: requestDevToken, save, now: Date.now });
    return { credentials, api: createApi(credentials) };
  });
  return server;
}

export function Workspace({ identity, onSignOut }: Props) {
  const server = useServer(identity);
  const [room, openRoom] = useRoomInUrl();
  const directory = useRooms({
    api: server.api,
    occasion: room?.roomId,
    onRefused: () => onSignOut('signed-out'),
  });
  return (
    <div className="workspace" data-open={room !== undefined}>
      <Sidebar
        directory={directory}
        current={room?.roomId}
        name={identity.name}
        userId={identity.userId}
        onOpen={openRoom}
        onSignOut={() => onSignOut('asked')}
      />
      {room ? (
        <OpenRoom key={room.roomId} {...{ room, identity, server, onSignOut }} onLeave={() => openRoom(undefined)} />
      ) : (
        <Welcome />
      )}
    </div>
  );
}

interface OpenRoomProps extends Props {
  readonly room: { readonly roomId: string; readonly name?: string };
  readonly server: ReturnType<typeof useServer>;
  readonly onLeave: () => void;
}

function OpenRoom({ room, identity, server, onSignOut, onLeave }: OpenRoomProps) {
  const wish = useMemo(() => room, [room.roomId]);
  const compose = useCallback(
    () => composeRoomSession(wish, { identity, page: window, ...server }),
    [wish, identity, server],
  );
  const session = useRoomSession(compose);
  return session ? <ChatRoom session={session} onSignOut={onSignOut} onLeave={onLeave} /> : null;
}

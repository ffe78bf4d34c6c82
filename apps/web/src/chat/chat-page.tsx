import { useCallback, useMemo, useState } from 'react';
import { createApi } from '../api/api.js';
import { requestDevToken } from '../api/dev-tokens.js';
import { composeRoomSession } from '../compose.js';
import { createCredentials } from '../identity/credentials.js';
import { saveIdentity, type Identity } from '../identity/identity.js';
import { useSignedIn, type SignedIn } from '../identity/session-context.js';
import { ChatRoom } from '../views/chat-room.js';
import { Welcome } from '../views/welcome.js';
import { Sidebar } from '../views/sidebar.js';
import { useRoomInUrl } from '../views/use-room-in-url.js';
import { useRoomSession } from '../views/use-room-session.js';
import { useRooms } from '../views/use-rooms.js';

function useServer(identity: Identity) {
  const [server] = useState(() => {
    const save = (next: Identity): void => saveIdentity(window, next);
    const credentials = createCredentials({ identity, request: requestDevToken, save, now: Date.now });
    return { credentials, api: createApi(credentials) };
  });
  return server;
}

export function ChatPage() {
  const { identity, signOut } = useSignedIn();
  const server = useServer(identity);
  const [room, openRoom] = useRoomInUrl();
  const directory = useRooms({
    api: server.api,
    occasion: room?.roomId,
    onRefused: () => signOut('signed-out'),
  });
  return (
    <div className="workspace" data-open={room !== undefined}>
      <Sidebar directory={directory} current={room?.roomId} onOpen={openRoom} />
      {room ? (
        <OpenRoom key={room.roomId} {...{ room, identity, server, signOut }} onLeave={() => openRoom(undefined)} />
      ) : (
        <Welcome />
      )}
    </div>
  );
}

interface OpenRoomProps extends SignedIn {
  readonly room: { readonly roomId: string; readonly name?: string };
  readonly server: ReturnType<typeof useServer>;
  readonly onLeave: () => void;
}

function OpenRoom({ room, identity, server, signOut, onLeave }: OpenRoomProps) {
  const wish = useMemo(() => room, [room.roomId]);
  const compose = useCallback(
    () => composeRoomSession(wish, { identity, page: window, ...server }),
    [wish, identity, server],
  );
  const session = useRoomSession(compose);
  return session ? <ChatRoom session={session} onSignOut={signOut} onLeave={onLeave} /> : null;
}

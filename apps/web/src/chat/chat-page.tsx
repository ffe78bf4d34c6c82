import { useClient, useLive } from '@noroshi/react';
import { useMemo, useState } from 'react';
import { useSignedIn } from '../identity/signed-in.js';
import { MeContext } from './me.js';
import { useOpenRoom } from './room-link.js';
import { RoomView } from './room/room-view.js';
import { openRoom, RoomsPanel } from './rooms/rooms-panel.js';
import { Welcome } from './welcome.js';

export function ChatPage() {
  const { identity } = useSignedIn();
  const confirmed = useLive(useClient().me);
  const { userId, name } = confirmed ?? identity;
  const me = useMemo(() => ({ userId, name }), [userId, name]);
  const current = useOpenRoom();
  // What a room is called that opens by being gone to.
  const [wish, setWish] = useState<{ readonly roomId: string; readonly name: string }>();
  const open = (roomId: string, roomName: string): void => {
    setWish({ roomId, name: roomName });
    openRoom(roomId);
  };
  return (
    <MeContext value={me}>
      <div className="workspace" data-open={current !== undefined}>
        <RoomsPanel current={current} onOpen={open} />
        {current === undefined ? (
          <Welcome />
        ) : (
          <RoomView key={current} roomId={current} name={wish?.roomId === current ? wish.name : undefined} />
        )}
      </div>
    </MeContext>
  );
}

import { useConnection } from '@noroshi/react';
import { useState } from 'react';
import { NameForm } from './name-form.js';
import { RoomList } from './room-list.js';
import { RoomView } from './room-view.js';

export function Chat() {
  const [room, setRoom] = useState('lobby');
  return (
    <>
      <ConnectionStatus />
      <div className="chat">
        <nav aria-label="Rooms">
          <RoomList current={room} onChoose={setRoom} />
          <NameForm label="Room" button="Join" onName={setRoom} />
        </nav>
        <RoomView key={room} id={room} />
      </div>
    </>
  );
}

function ConnectionStatus() {
  const connection = useConnection();
  return (
    <p role="status">
      {connection.phase === 'connected' && 'Connected'}
      {connection.phase === 'connecting' && 'Connecting …'}
      {connection.phase === 'closed' && connection.reason.text}
      {connection.phase === 'waiting' && (
        <>
          {connection.isOnline ? 'Reconnecting … ' : 'Offline '}
          <button onClick={connection.retryNow}>Try now</button>
        </>
      )}
    </p>
  );
}

import { keyOf, type Message, type Room } from '@noroshi/client';
import { useMessages, usePresence, useRoom, useTyping } from '@noroshi/react';
import { memo, useEffect } from 'react';

/** In the room for as long as it is shown; `stay`: as a member, so that it is in the list afterwards. */
export function RoomView({ id }: { readonly id: string }) {
  const { room, admission, info } = useRoom(id, { name: id, stay: true });
  if (admission.kind === 'out') return <p role="alert">{admission.message}</p>;
  return (
    <main>
      <h1>{info?.name ?? id}</h1>
      <People room={room} />
      <Messages room={room} />
      <Typing room={room} />
      <SayForm room={room} />
    </main>
  );
}

interface InRoom {
  readonly room: Room;
}

function People({ room }: InRoom) {
  const { count } = usePresence(room);
  return <p>{count} here</p>;
}

function Messages({ room }: InRoom) {
  const { messages, hasOlder, loading, loadOlder } = useMessages(room);
  const last = messages.at(-1)?.offset;
  useEffect(() => {
    // What is shown is read. Without a connection it is not told, and the next message tells it.
    if (last !== undefined) room.markRead(last).catch(() => undefined);
  }, [room, last]);
  return (
    <>
      {hasOlder && (
        <button disabled={loading === 'older'} onClick={() => void loadOlder()}>
          Earlier messages
        </button>
      )}
      <ul className="messages" role="log" aria-label="Messages">
        {messages.map((message) => (
          <Line key={keyOf(message)} message={message} room={room} />
        ))}
      </ul>
    </>
  );
}

interface LineProps extends InRoom {
  readonly message: Message;
}

/** A message that has not changed is the same object, and is not drawn again. */
const Line = memo(function Line({ message, room }: LineProps) {
  const { author, content, clientMessageId, error, isDeleted, status } = message;
  return (
    <li className={status}>
      {author.name}: {isDeleted ? '(deleted)' : content}
      {status === 'failed' && clientMessageId !== undefined && (
        <>
          {' '}
          ({error?.message}) <button onClick={() => room.retry(clientMessageId)}>Try again</button>
        </>
      )}
    </li>
  );
});

function Typing({ room }: InRoom) {
  const { users } = useTyping(room);
  return <p role="status">{users.length > 0 && `${users.map(({ name }) => name).join(', ')} is typing …`}</p>;
}

function SayForm({ room }: InRoom) {
  const say = (form: FormData) => {
    room.setTyping(false);
    const text = form.get('text');
    // Shown at once as pending; a refusal is shown in the list as well.
    if (typeof text === 'string') room.send(text).catch(() => undefined);
  };
  return (
    <form action={say}>
      <input name="text" aria-label="Message" autoComplete="off" required onInput={() => room.setTyping(true)} />
      <button>Send</button>
    </form>
  );
}

import { useTexts } from '../i18n/use-texts.js';
import { Link } from '../shell/link.js';
import type { TopRoom } from './figures.js';
import { texts } from './texts.js';

export function TopRooms({ rooms }: { readonly rooms: readonly TopRoom[] }) {
  const said = useTexts(texts).rooms;
  const most = Math.max(1, ...rooms.map(({ messages }) => messages));
  return (
    <section className="side-panel" aria-labelledby="rooms-title">
      <h2 id="rooms-title">{said.title}</h2>
      {rooms.length === 0 && <p className="hint">{said.none}</p>}
      <ol className="top-rooms">
        {rooms.map(({ roomId, name, messages }) => (
          <li key={roomId}>
            <Link href={`/?room=${encodeURIComponent(roomId)}`}>{name}</Link>
            <meter min={0} max={most} value={messages} aria-hidden="true" />
            <span>{said.messages(messages)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

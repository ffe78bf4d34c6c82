import type { Person } from '../room/people.js';
import type { RoomSession } from '../room/room-session.js';
import type { Turn } from '../room/timeline.js';
import { Avatar } from '../look/avatar.js';
import { MessageLine } from './message-line.js';
import { OutgoingLine } from './outgoing-line.js';
import { clockTime, fullTime } from './time.js';

interface Props {
  readonly turn: Turn;
  readonly session: RoomSession;
  readonly userId: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly editing: string | undefined;
  readonly onEdit: (messageId: string | undefined) => void;
}

export function TurnView({ turn, session, userId, people, editing, onEdit }: Props) {
  const mine = turn.userId === userId;
  return (
    <article className="turn" data-mine={mine}>
      <Avatar userId={turn.userId} name={turn.username} />
      <header className="turn-head">
        <bdi className="turn-author">{turn.username}</bdi>
        {mine && <span className="turn-you">you</span>}
        <time dateTime={new Date(turn.at).toISOString()} title={fullTime(turn.at)}>
          {clockTime(turn.at)}
        </time>
      </header>
      {turn.lines.map((line) =>
        line.kind === 'outgoing' ? (
          <OutgoingLine key={line.key} outgoing={line.outgoing} session={session} />
        ) : (
          <MessageLine
            key={line.key}
            {...{ message: line.message, session, userId, people, onEdit }}
            isEditing={editing === line.message.messageId}
          />
        ),
      )}
    </article>
  );
}

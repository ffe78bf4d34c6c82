import { useMemo } from 'react';
import type { RoomSession } from '../room/room-session.js';
import type { RoomState } from '../room/room-state.js';
import { arrange } from '../room/timeline.js';
import { DownIcon } from '../look/icons.js';
import { dayName, fullTime } from './time.js';
import { TurnView } from './turn.js';
import { useLogScroll } from './use-log-scroll.js';

interface Props {
  readonly state: RoomState;
  readonly session: RoomSession;
  readonly editing: string | undefined;
  readonly onEdit: (messageId: string | undefined) => void;
}

export function MessageLog({ state, session, editing, onEdit }: Props) {
  const { userId, username, outbox, older } = state;
  const { items } = state.messages;
  const days = useMemo(() => arrange(items, outbox, { userId, username }), [items, outbox, userId, username]);
  const scroll = useLogScroll({
    first: items[0]?.messageId,
    last: outbox.at(-1)?.clientMessageId ?? items.at(-1)?.messageId,
    length: items.length + outbox.length,
    own: outbox.length > 0 || items.at(-1)?.userId === userId,
    onTop: () => void session.readOlder(),
    hasOlder: older === 'available',
  });

  return (
    <div className="log-frame">
      <div
        ref={scroll.log}
        className="log"
        role="log"
        aria-label="Messages"
        aria-live="polite"
        aria-busy={older === 'unknown'}
        tabIndex={0}
        data-testid="messages"
        onScroll={scroll.onScroll}
      >
        <div ref={scroll.top} className="log-top">
          <Beginning older={older} isEmpty={days.length === 0} name={state.name} />
        </div>
        {days.map((day) => (
          <section key={day.key} className="day" aria-label={dayName(day.at, Date.now())}>
            <h2 className="day-name" title={fullTime(day.at)}>
              {dayName(day.at, Date.now())}
            </h2>
            {day.turns.map((turn) => (
              <TurnView key={turn.key} {...{ turn, session, userId, editing, onEdit }} people={state.people.byId} />
            ))}
          </section>
        ))}
      </div>
      {scroll.unseen && (
        <button type="button" className="to-end" onClick={scroll.toEnd}>
          <DownIcon /> New messages
        </button>
      )}
    </div>
  );
}

interface BeginningProps {
  readonly older: RoomState['older'];
  readonly isEmpty: boolean;
  readonly name: string;
}

function Beginning({ older, isEmpty, name }: BeginningProps) {
  if (older === 'unknown') return <p className="log-hint">Reading what was said …</p>;
  if (older === 'available') return <p className="log-hint">Earlier messages …</p>;
  return (
    <p className="log-hint">
      {isEmpty ? 'Nothing has been said here yet. Yours can be the first.' : `This is where ${name} begins.`}
    </p>
  );
}

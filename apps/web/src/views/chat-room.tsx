import { useEffect, useState, useSyncExternalStore } from 'react';
import { presentPeople } from '../room/people.js';
import type { RoomSession } from '../room/room-session.js';
import type { SignOutReason } from '../sign-in/sign-out-reason.js';
import { ChatHeader } from './chat-header.js';
import { Composer } from './composer.js';
import { MessageLog } from './message-log.js';
import { Notices } from './notices.js';
import { PeoplePanel } from './people-panel.js';
import { Refused } from './refused.js';
import { TypingLine } from './typing-line.js';

interface Props {
  readonly session: RoomSession;
  readonly onSignOut: (reason: SignOutReason) => void;
  readonly onLeave: () => void;
}

export function ChatRoom({ session, onSignOut, onLeave }: Props) {
  const state = useSyncExternalStore(session.subscribe, session.snapshot);
  const [showsPeople, setShowsPeople] = useState(false);
  const [editing, setEditing] = useState<string>();
  const { status, admission, name, people, messages, userId } = state;

  useEffect(() => {
    if (status.phase === 'ended') onSignOut(status.reason);
  }, [status]);
  useEffect(() => {
    document.title = `${name} · Noroshi`;
    return () => void (document.title = 'Noroshi');
  }, [name]);

  const editLast = (): void => {
    const last = messages.items.findLast((message) => message.userId === userId && !message.deleted);
    if (last) setEditing(last.messageId);
  };

  return (
    <main className="chat" data-people={showsPeople}>
      <ChatHeader
        {...{ state, onLeave, showsPeople }}
        onRetry={session.retryNow}
        onTogglePeople={() => setShowsPeople(!showsPeople)}
      />
      {admission.kind === 'refused' ? (
        <Refused reason={admission.reason} onLeave={onLeave} />
      ) : (
        <section className="conversation" aria-label="Conversation">
          <MessageLog {...{ state, session, editing, onEdit: setEditing }} />
          <TypingLine people={people} userId={userId} />
          <Notices notices={state.notices} onDismiss={session.dismiss} />
          <Composer roomName={name} session={session} onEditLast={editLast} />
        </section>
      )}
      <PeoplePanel people={presentPeople(people)} userId={userId} onClose={() => setShowsPeople(false)} />
    </main>
  );
}

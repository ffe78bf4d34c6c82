import { memo } from 'react';
import type { Message } from '../room/message.js';
import type { Person } from '../room/people.js';
import type { RoomSession } from '../room/room-session.js';
import { MessageActions } from './message-actions.js';
import { MessageEditor } from './message-editor.js';
import { ReactionBar } from './reaction-bar.js';
import { RichText } from './rich-text.js';
import { fullTime } from './time.js';

interface Props {
  readonly message: Message;
  readonly session: RoomSession;
  readonly userId: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly isEditing: boolean;
  readonly onEdit: (messageId: string | undefined) => void;
}

export const MessageLine = memo(function MessageLine(props: Props) {
  const { message, session, userId, people, isEditing, onEdit } = props;
  const { messageId, deleted, reactions } = message;
  if (deleted) return <p className="line deleted">This message was deleted.</p>;

  const react = (emoji: string): void => session.react(messageId, emoji);
  return (
    <div
      className="line"
      data-testid="message"
      data-message-id={messageId}
      title={fullTime(Date.parse(message.timestamp))}
    >
      {isEditing ? (
        <MessageEditor
          content={message.content}
          onSave={(content) => session.edit(messageId, content)}
          onClose={() => onEdit(undefined)}
        />
      ) : (
        <>
          <Content message={message} />
          <MessageActions
            isMine={message.userId === userId}
            onReact={react}
            onEdit={() => onEdit(messageId)}
            onDelete={() => session.remove(messageId)}
          />
        </>
      )}
      {reactions.size > 0 && <ReactionBar {...{ reactions, userId, people }} onReact={react} />}
    </div>
  );
});

function Content({ message }: { readonly message: Message }) {
  return (
    <p className="content" dir="auto" data-testid="content">
      <RichText text={message.content} />
      {message.editedAt !== undefined && (
        <span className="edited" title={fullTime(Date.parse(message.editedAt))}>
          {' '}
          edited
        </span>
      )}
    </p>
  );
}

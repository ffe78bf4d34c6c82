import type { Message } from '@noroshi/client';
import { memo } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { Avatar } from '../../look/avatar.js';
import { Markdown } from '../../markdown/markdown.js';
import { useReason } from '../../refusals/use-reason.js';
import { useMe } from '../me.js';
import { useStanding } from '../room/standing.js';
import { texts } from '../texts.js';
import { useTimes } from '../time.js';
import { MessageActions } from './message-actions.js';
import type { MessageDeeds } from './message-deeds.js';
import { MessageEditor } from './message-editor.js';
import { ReactionBar } from './reaction-bar.js';
import { ReplyQuote } from './reply-quote.js';

export interface MessageRowProps {
  readonly message: Message;
  readonly isFirst: boolean;
  readonly isEditing: boolean;
  /** Somebody points at it, or is on it by keyboard. */
  readonly isActive: boolean;
  readonly mayRemove: boolean;
  readonly deeds: MessageDeeds;
}

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, isFirst, deeds } = props;
  const me = useMe();
  const { author } = message;
  return (
    <article className="said" data-first={isFirst} data-mine={author.userId === me.userId}>
      {isFirst && (
        <>
          {message.replyTo !== undefined && <ReplyQuote deeds={deeds} messageId={message.replyTo} />}
          <Head message={message} />
        </>
      )}
      {message.isDeleted ? <Deleted /> : <Line {...props} />}
    </article>
  );
});

function Head({ message: { author, at } }: Pick<MessageRowProps, 'message'>) {
  const said = useTexts(texts);
  const times = useTimes();
  const isMine = author.userId === useMe().userId;
  return (
    <>
      <Avatar userId={author.userId} name={author.name} />
      <header className="said-head">
        <bdi className="said-author">{author.name}</bdi>
        {isMine && <span className="said-you">{said.you}</span>}
        <time dateTime={new Date(at).toISOString()} title={times.full(at)}>
          {times.clock(at)}
        </time>
      </header>
    </>
  );
}

function Deleted() {
  return <p className="line deleted">{useTexts(texts).deleted}</p>;
}

function Line(props: MessageRowProps) {
  const { message, isEditing, isActive, mayRemove, deeds } = props;
  const { isArchived } = useStanding();
  const isStored = message.status === 'stored';
  return (
    <div
      className="line"
      data-testid={isStored ? 'message' : 'outgoing'}
      data-message-id={message.messageId}
      data-state={message.status}
    >
      {isEditing ? (
        <MessageEditor
          content={message.content}
          onSave={(content) => deeds.edit(message, content)}
          onClose={deeds.endEdit}
        />
      ) : (
        <Content message={message} />
      )}
      {isActive && isStored && !isEditing && !isArchived && <MessageActions {...{ message, mayRemove, deeds }} />}
      {message.status === 'failed' && <Failure {...{ message, deeds }} />}
      <ReactionBar {...{ message, deeds }} />
    </div>
  );
}

function Content({ message }: Pick<MessageRowProps, 'message'>) {
  const said = useTexts(texts);
  const times = useTimes();
  const me = useMe();
  const { content, editedAt, status } = message;
  return (
    <div className="content" dir="auto" data-testid="content" title={times.full(message.at)}>
      <Markdown text={content} me={me} />
      {editedAt !== undefined && (
        <span className="edited" title={times.full(editedAt)}>
          {' '}
          {said.edited}
        </span>
      )}
      {status === 'pending' && <span className="sending"> {said.sending}</span>}
    </div>
  );
}

function Failure({ message, deeds }: Pick<MessageRowProps, 'message' | 'deeds'>) {
  const said = useTexts(texts);
  const reason = useReason();
  return (
    <p className="failure" role="alert">
      {said.notSent} {message.error && reason(message.error)}{' '}
      <button type="button" className="link-button" onClick={() => deeds.retry(message)}>
        {said.tryAgain}
      </button>{' '}
      <button type="button" className="link-button" onClick={() => deeds.discard(message)}>
        {said.discard}
      </button>
    </p>
  );
}

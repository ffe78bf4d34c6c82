import { memo } from 'react';
import type { Outgoing } from '../connection/outbox.js';
import type { RoomSession } from '../room/room-session.js';
import { RichText } from './rich-text.js';

interface Props {
  readonly outgoing: Outgoing;
  readonly session: RoomSession;
}

/** One's own message before the server has it. */
export const OutgoingLine = memo(function OutgoingLine({ outgoing, session }: Props) {
  const { clientMessageId, content, refusal, sentAt } = outgoing;
  return (
    <div className="line outgoing" data-testid="outgoing" data-state={refusal === undefined ? 'pending' : 'failed'}>
      <p className="content" dir="auto">
        <RichText text={content} />
        {refusal === undefined && <span className="sending">{sentAt === undefined ? ' waiting …' : ' sending …'}</span>}
      </p>
      {refusal !== undefined && (
        <p className="failure" role="alert">
          Not sent: {refusal}{' '}
          <button type="button" className="link-button" onClick={() => session.sayAgain(clientMessageId)}>
            Try again
          </button>{' '}
          <button type="button" className="link-button" onClick={() => session.letGo(clientMessageId)}>
            Discard
          </button>
        </p>
      )}
    </div>
  );
});

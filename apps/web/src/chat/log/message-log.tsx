import type { Messages } from '@noroshi/react';
import { useState } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { DownIcon } from '../../look/icons.js';
import { useReason } from '../../refusals/use-reason.js';
import { useMe } from '../me.js';
import type { MessageDeeds } from '../message/message-deeds.js';
import { texts } from '../texts.js';
import { LogRow } from './log-row.js';
import type { Row } from './rows.js';
import { useRowKeys } from './use-row-keys.js';
import { useUnseen, type Log } from './use-log.js';

interface Props {
  readonly log: Log;
  readonly rows: readonly Row[];
  readonly messages: Messages;
  readonly roomName: string;
  /** Key of the message that is being edited. */
  readonly editing: string | undefined;
  readonly mayRemove: boolean;
  readonly deeds: MessageDeeds;
  readonly onLatest: () => void;
}

export function MessageLog(props: Props) {
  return (
    <div className="log-frame">
      <Rows {...props} />
      <LogState messages={props.messages} />
      <ToLatest messages={props.messages} isAtEnd={props.log.isAtEnd} onLatest={props.onLatest} />
    </div>
  );
}

/** Only what is in sight is in the document; the rest is height. */
function Rows({ log, rows, messages, roomName, editing, mayRemove, deeds }: Props) {
  const said = useTexts(texts);
  const [pointedAt, setPointedAt] = useState<string>();
  const keys = useRowKeys({ rows, log, deeds });
  const { virtualizer } = log;
  const shared = { roomName, mayRemove, deeds, isEmpty: messages.messages.length === 0 };
  return (
    <div
      ref={log.element}
      className="log"
      role="log"
      aria-label={said.messages}
      // What comes is announced on its own: rows that scroll into sight are none.
      aria-live="off"
      aria-busy={messages.loading === 'first'}
      tabIndex={0}
      data-testid="messages"
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
      onBlur={keys.onBlur}
      onPointerLeave={() => setPointedAt(undefined)}
    >
      <div className="log-all" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <LogRow
                key={item.key}
                {...{ row, item, ...shared }}
                measure={virtualizer.measureElement}
                isTarget={row.key === log.target}
                onPoint={setPointedAt}
                isEditing={editing === row.key}
                isActive={pointedAt === row.key || keys.active === row.key}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

function LogState({ messages }: Pick<Props, 'messages'>) {
  const said = useTexts(texts);
  const reason = useReason();
  const { loading, error, messages: shown, loadOlder, loadNewer, hasNewer } = messages;
  if (error)
    return (
      <p className="log-state" role="alert">
        {said.failedToLoad} {reason(error)}{' '}
        <button type="button" className="link-button" onClick={() => void (hasNewer ? loadNewer() : loadOlder())}>
          {said.tryAgain}
        </button>
      </p>
    );
  if (loading === 'first' && shown.length === 0) return <p className="log-state">{said.reading}</p>;
  return loading === 'older' && <p className="log-state">{said.earlier}</p>;
}

interface ToLatestProps {
  readonly messages: Messages;
  readonly isAtEnd: boolean;
  readonly onLatest: () => void;
}

function ToLatest({ messages, isAtEnd, onLatest }: ToLatestProps) {
  const said = useTexts(texts);
  const { userId } = useMe();
  const unseen = useUnseen(messages.messages, isAtEnd, userId) + messages.newer;
  if (isAtEnd) return null;
  return (
    <button type="button" className="to-end" data-new={unseen > 0} onClick={onLatest}>
      <DownIcon /> {unseen > 0 ? said.newMessages(unseen) : said.toLatest}
    </button>
  );
}

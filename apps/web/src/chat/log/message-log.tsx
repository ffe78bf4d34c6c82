import type { Messages } from '@noroshi/react';
import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { DownIcon } from '../../look/icons.js';
import type { MessageDeeds } from '../message/message-deeds.js';
import { MessageRow } from '../message/message-row.js';
import { useMe } from '../me.js';
import { texts } from '../texts.js';
import { useTimes } from '../time.js';
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

/** Only what is in sight is in the document; the rest is height. */
export function MessageLog(props: Props) {
  const { log, rows, messages, roomName, editing, mayRemove, deeds, onLatest } = props;
  const said = useTexts(texts);
  const [pointedAt, setPointedAt] = useState<string>();
  const keys = useRowKeys({ rows, log, deeds, mayRemove });
  const { virtualizer } = log;
  const items = virtualizer.getVirtualItems();
  return (
    <div className="log-frame">
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
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                className="log-row"
                data-index={item.index}
                data-row={row.key}
                data-target={row.key === log.target}
                tabIndex={row.kind === 'message' ? -1 : undefined}
                style={{ transform: `translateY(${item.start}px)` }}
                onPointerEnter={() => setPointedAt(row.key)}
              >
                {row.kind === 'message' ? (
                  <MessageRow
                    message={row.message}
                    isFirst={row.isFirst}
                    isEditing={editing === row.key}
                    isActive={pointedAt === row.key || keys.active === row.key}
                    mayRemove={mayRemove}
                    deeds={deeds}
                  />
                ) : (
                  <Between row={row} roomName={roomName} isEmpty={messages.messages.length === 0} />
                )}
              </div>
            );
          })}
        </div>
      </div>
      <LogState messages={messages} />
      <ToLatest messages={messages} isAtEnd={log.isAtEnd} onLatest={onLatest} />
    </div>
  );
}

interface BetweenProps {
  readonly row: Exclude<Row, { kind: 'message' }>;
  readonly roomName: string;
  readonly isEmpty: boolean;
}

function Between({ row, roomName, isEmpty }: BetweenProps): ReactNode {
  const said = useTexts(texts);
  const times = useTimes();
  switch (row.kind) {
    case 'beginning':
      return <p className="log-hint">{isEmpty ? said.empty : said.begins(roomName)}</p>;
    case 'day':
      return (
        <h2 className="day-name" title={times.full(row.at)}>
          {times.day(row.at, Date.now())}
        </h2>
      );
    case 'unread':
      return (
        <p className="new-from-here">
          <span>{said.newFromHere}</span>
        </p>
      );
  }
}

function LogState({ messages }: Pick<Props, 'messages'>) {
  const said = useTexts(texts);
  const { loading, error, messages: shown, loadOlder, loadNewer, hasNewer } = messages;
  if (error)
    return (
      <p className="log-state" role="alert">
        {said.failedToLoad}{' '}
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

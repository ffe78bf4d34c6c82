import type { VirtualItem } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { MessageRow, type MessageRowProps } from '../message/message-row.js';
import { texts } from '../texts.js';
import { useTimes } from '../time.js';
import type { Row } from './rows.js';

interface Props extends Omit<MessageRowProps, 'message' | 'isFirst'> {
  readonly row: Row;
  readonly item: VirtualItem;
  readonly measure: (element: Element | null) => void;
  readonly isTarget: boolean;
  readonly onPoint: (key: string) => void;
  readonly roomName: string;
  readonly isEmpty: boolean;
}

/** One row at its place. */
export function LogRow({ row, item, measure, isTarget, onPoint, roomName, isEmpty, ...rest }: Props) {
  return (
    <div
      ref={measure}
      className="log-row"
      data-index={item.index}
      data-row={row.key}
      data-target={isTarget}
      tabIndex={row.kind === 'message' ? -1 : undefined}
      style={{ transform: `translateY(${item.start}px)` }}
      onPointerEnter={() => onPoint(row.key)}
    >
      {row.kind === 'message' ? (
        <MessageRow message={row.message} isFirst={row.isFirst} {...rest} />
      ) : (
        <Between row={row} roomName={roomName} isEmpty={isEmpty} />
      )}
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

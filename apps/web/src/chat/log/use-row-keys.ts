import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useMe } from '../me.js';
import type { MessageDeeds } from '../message/message-deeds.js';
import type { Row } from './rows.js';
import type { Log } from './use-log.js';

interface Options {
  readonly rows: readonly Row[];
  readonly log: Log;
  readonly deeds: MessageDeeds;
  readonly mayRemove: boolean;
}

type MessageOfRow = Extract<Row, { kind: 'message' }>;

const rowAt = (target: EventTarget): string | undefined =>
  target instanceof HTMLElement ? target.closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined;

/** The focus goes from message to message by the arrow keys, and single keys do what the toolbar does. */
export function useRowKeys({ rows, log, deeds, mayRemove }: Options) {
  const me = useMe();
  const [active, setActive] = useState<string>();
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = log.element.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });

  const step = (by: 1 | -1): void => {
    const from = rows.findIndex(({ key }) => key === active);
    const start = from < 0 ? rows.length : from;
    for (let index = start + by; index >= 0 && index < rows.length; index += by) {
      const row = rows[index];
      if (row?.kind !== 'message') continue;
      log.virtualizer.scrollToIndex(index, { align: 'auto' });
      wanted.current = row.key;
      setActive(row.key);
      return;
    }
  };
  const deed = (key: string, { message }: MessageOfRow): (() => void) | undefined => {
    const isMine = message.author.userId === me.userId;
    if (message.status !== 'stored' || message.isDeleted) return undefined;
    if (key === 'r') return () => deeds.reply(message);
    if (key === 'f') return () => deeds.react(message, '🔥');
    if (key === 'e' && isMine) return () => deeds.startEdit(message);
    return key === 'Delete' && (isMine || mayRemove) ? () => deeds.remove(message) : undefined;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isOnRow = event.target === event.currentTarget || (event.target as HTMLElement).dataset['row'] !== undefined;
    if (!isOnRow) return;
    const row = rows.find(({ key }) => key === active);
    const meant =
      event.key === 'ArrowUp'
        ? () => step(-1)
        : event.key === 'ArrowDown'
          ? () => step(1)
          : row?.kind === 'message'
            ? deed(event.key, row)
            : undefined;
    if (!meant) return;
    event.preventDefault();
    meant();
  };
  return {
    active,
    onKeyDown,
    onFocus: ({ target }: FocusEvent): void => setActive(rowAt(target)),
    onBlur: ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget === null || rowAt(relatedTarget) === undefined) setActive(undefined);
    },
  };
}

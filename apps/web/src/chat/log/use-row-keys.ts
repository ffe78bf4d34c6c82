import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useMe } from '../me.js';
import { askToRemove } from '../message/message-actions.js';
import { deedByKey, type MessageDeeds } from '../message/message-deeds.js';
import { useStanding } from '../room/standing.js';
import type { Row } from './rows.js';
import type { Log } from './use-log.js';

interface Options {
  readonly rows: readonly Row[];
  readonly log: Log;
  readonly deeds: MessageDeeds;
}

const rowAt = (target: EventTarget | null): string | undefined =>
  target instanceof HTMLElement ? target.closest<HTMLElement>('[data-row]')?.dataset['row'] : undefined;

const steps: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 };

/** The next row that is a message, from the row of that key; from below the last where there is none. */
function messageFrom(rows: readonly Row[], from: string | undefined, by: 1 | -1): number | undefined {
  const start = rows.findIndex(({ key }) => key === from);
  for (let index = (start < 0 ? rows.length : start) + by; index >= 0 && index < rows.length; index += by)
    if (rows[index]?.kind === 'message') return index;
  return undefined;
}

/** Pressed on the log or on a row as such, not in something that a row holds. */
const isForRows = ({ altKey, ctrlKey, metaKey, target, currentTarget }: KeyboardEvent): boolean =>
  !altKey &&
  !ctrlKey &&
  !metaKey &&
  target instanceof HTMLElement &&
  (target === currentTarget || target.dataset['row'] !== undefined);

/** The focus goes from message to message by the arrow keys, and single keys do what the toolbar does. */
export function useRowKeys({ rows, log, deeds }: Options) {
  const me = useMe();
  const { isArchived } = useStanding();
  const [active, setActive] = useState<string>();
  const focus = useFocusOnRow(log);

  const step = (by: 1 | -1): void => {
    const index = messageFrom(rows, active, by);
    const row = index === undefined ? undefined : rows[index];
    if (index === undefined || !row) return;
    log.virtualizer.scrollToIndex(index, { align: 'auto' });
    focus(row.key);
    setActive(row.key);
  };
  const deed = ({ key: pressed, target }: KeyboardEvent): (() => void) | undefined => {
    const row = rows.find(({ key }) => key === active);
    if (row?.kind !== 'message' || isArchived) return undefined;
    if (pressed === 'Delete') return () => askToRemove(target as Element);
    return deedByKey(pressed, { message: row.message, userId: me.userId, deeds });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (!isForRows(event)) return;
    const by = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    const meant = by === undefined ? deed(event) : () => step(by);
    if (!meant) return;
    event.preventDefault();
    meant();
  };
  return {
    active,
    onKeyDown,
    onFocus: ({ target }: FocusEvent): void => setActive(rowAt(target)),
    onBlur: ({ relatedTarget }: FocusEvent): void => {
      if (rowAt(relatedTarget) === undefined) setActive(undefined);
    },
  };
}

/** The row may have to be scrolled into the document first. */
function useFocusOnRow({ element }: Log): (key: string) => void {
  const wanted = useRef<string>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = element.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });
  return (key) => void (wanted.current = key);
}

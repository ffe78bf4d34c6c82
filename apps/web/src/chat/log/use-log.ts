import type { Message } from '@noroshi/client';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Messages } from '@noroshi/react';
import type { Row } from './rows.js';

/** Near enough to the end to be taken for reading along, px. */
const nearEnd = 80;
/** More is asked for when so few rows are left. */
const rowsAhead = 12;
const estimates: Readonly<Record<Row['kind'], number>> = { beginning: 76, day: 42, unread: 30, message: 40 };

export interface Log {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** Reading along: the end is in sight, and nothing is missing behind it. */
  readonly isAtEnd: boolean;
  readonly toEnd: () => void;
  /** Key of the row that was jumped to last. */
  readonly target: string | undefined;
  readonly toRow: (key: string) => void;
}

/** Follows the conversation while the person reads along, and keeps still what is read while the log grows at either end. */
export function useLog(rows: readonly Row[], messages: Messages): Log {
  const element = useRef<HTMLDivElement>(null);
  const [isNearEnd, setIsNearEnd] = useState(true);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => element.current,
    estimateSize: (index) => estimates[rows[index]?.kind ?? 'message'],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 10,
    anchorTo: 'end',
    followOnAppend: !messages.hasNewer,
    scrollEndThreshold: nearEnd,
    onChange: (instance) => setIsNearEnd(toEndOf(instance) <= nearEnd),
  });
  useStayAtEnd(virtualizer, element);
  const { isOnTheWay, toEnd, leave } = useWayToEnd(
    virtualizer,
    element,
    rows.length > 1 && messages.loading !== 'first' && !messages.hasNewer,
  );
  useMoreAtTheEdges({ virtualizer, count: rows.length, messages, isOnTheWay });
  const { target, toRow } = useJump(virtualizer, rows, leave);
  return { element, virtualizer, isAtEnd: isNearEnd && !messages.hasNewer, toEnd, target, toRow };
}

/** px, from what is known already: to ask the document in every frame of a scroll would have it laid out once more in each. */
const toEndOf = ({ getTotalSize, scrollOffset, scrollRect }: Virtualizer<HTMLDivElement, Element>): number =>
  scrollRect ? getTotalSize() - (scrollOffset ?? 0) - scrollRect.height : 0;

/**
 * A log starts at its end. On the way there rows turn out higher or lower than they were taken for: it is gone on until the
 * end is in sight, or somebody scrolls.
 */
function useWayToEnd(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  element: RefObject<HTMLDivElement | null>,
  isThere: boolean,
) {
  const [isOnTheWay, setIsOnTheWay] = useState(true);
  // At each drawing: whatever moves the log draws it.
  useLayoutEffect(() => {
    if (!isOnTheWay || !isThere) return;
    if (virtualizer.isAtEnd(nearEnd)) setIsOnTheWay(false);
    else virtualizer.scrollToEnd();
  });
  const leave = useCallback(() => setIsOnTheWay(false), []);
  useEffect(() => {
    const log = element.current;
    const kinds = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
    for (const kind of kinds) log?.addEventListener(kind, leave, { passive: true });
    return () => {
      for (const kind of kinds) log?.removeEventListener(kind, leave);
    };
  }, [element, leave]);
  const toEnd = useCallback(() => setIsOnTheWay(true), []);
  return { isOnTheWay, toEnd, leave };
}

/** A growing message box or an opening keyboard must not hide the last message. */
function useStayAtEnd(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  element: RefObject<HTMLDivElement | null>,
): void {
  useEffect(() => {
    const log = element.current;
    if (!log) return;
    let wasAtEnd = true;
    const look = (): void => {
      wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd;
    };
    const observer = new ResizeObserver(() => {
      if (wasAtEnd) virtualizer.scrollToEnd();
    });
    log.addEventListener('scroll', look, { passive: true });
    observer.observe(log);
    return () => {
      log.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [virtualizer, element]);
}

interface Edges {
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly count: number;
  readonly messages: Messages;
  /** Older messages would push out the newest, to which one goes. */
  readonly isOnTheWay: boolean;
}

/** What failed is not tried again by itself: the log offers to. */
function useMoreAtTheEdges(edges: Edges): void {
  const { loadOlder, loadNewer } = edges.messages;
  const isFree = edges.messages.loading === 'none' && edges.messages.error === undefined && !edges.isOnTheWay;
  const wanted = isFree ? wantedAt(edges) : undefined;
  useEffect(() => {
    if (wanted === 'older') void loadOlder();
    if (wanted === 'newer') void loadNewer();
  }, [wanted, loadOlder, loadNewer]);
}

function wantedAt({ virtualizer, count, messages }: Edges): 'older' | 'newer' | undefined {
  const items = virtualizer.getVirtualItems();
  const [first] = items;
  if (!first) return undefined;
  if (messages.hasOlder && first.index < rowsAhead) return 'older';
  const left = count - first.index - items.length;
  return messages.hasNewer && left < rowsAhead ? 'newer' : undefined;
}

/** The row may only come with the next page: it is gone to once it is there. */
function useJump(virtualizer: Virtualizer<HTMLDivElement, Element>, rows: readonly Row[], leaveEnd: () => void) {
  const [wanted, setWanted] = useState<string>();
  const [target, setTarget] = useState<string>();
  useLayoutEffect(() => {
    if (wanted === undefined) return;
    const index = rows.findIndex(({ key }) => key === wanted);
    if (index < 0) return;
    virtualizer.scrollToIndex(index, { align: 'center' });
    setWanted(undefined);
    setTarget(wanted);
  }, [virtualizer, rows, wanted]);
  const toRow = useCallback(
    (key: string) => {
      leaveEnd();
      setTarget(undefined);
      setWanted(key);
    },
    [leaveEnd],
  );
  return { target, toRow };
}

/** How many messages of others came behind what was read last. */
export function useUnseen(messages: readonly Message[], isAtEnd: boolean, userId: string): number {
  const [seen, setSeen] = useState<string>();
  const last = messages.findLast(({ status }) => status === 'stored')?.messageId;
  useEffect(() => {
    if (isAtEnd) setSeen(last);
  }, [isAtEnd, last]);
  if (isAtEnd || seen === undefined) return 0;
  const from = messages.findIndex(({ messageId }) => messageId === seen);
  return messages.slice(from + 1).filter(({ author, status }) => status === 'stored' && author.userId !== userId)
    .length;
}

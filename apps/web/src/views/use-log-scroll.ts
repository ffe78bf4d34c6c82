import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

interface Options {
  /** Keys of what is shown first and last. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly length: number;
  /** The last is this person's own. */
  readonly own: boolean;
  readonly hasOlder: boolean;
  readonly onTop: () => void;
}

interface LogScroll {
  readonly log: RefObject<HTMLDivElement | null>;
  readonly top: RefObject<HTMLDivElement | null>;
  /** Something came in below what is seen. */
  readonly unseen: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
}

/** Near enough to the end to be taken for reading along, px. */
const nearEnd = 80;
/** Earlier messages are asked for before the very top is reached. */
const lookAhead = '400px 0px 0px 0px';

const isAtEnd = (log: HTMLElement): boolean => log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd;

function scrollToEnd(log: HTMLElement | null): void {
  log?.scrollTo({ top: log.scrollHeight });
}

/** Follows the conversation while the person reads along, and keeps still what is read when earlier messages come above. */
export function useLogScroll({ first, last, length, own, hasOlder, onTop }: Options): LogScroll {
  const log = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const shown = useRef({ first, last, height: 0 });
  const [unseen, setUnseen] = useState(false);

  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    const before = shown.current;
    if (atEnd.current || (own && last !== before.last)) scrollToEnd(element);
    else if (first !== before.first) element.scrollTop += element.scrollHeight - before.height;
    else if (last !== before.last) setUnseen(true);
    shown.current = { first, last, height: element.scrollHeight };
  }, [first, last, length, own]);

  useFollowSize(log, atEnd);
  useTopReached({ log, top, wanted: hasOlder, length, onTop });

  const onScroll = (): void => {
    if (!log.current) return;
    atEnd.current = isAtEnd(log.current);
    shown.current = { ...shown.current, height: log.current.scrollHeight };
    if (atEnd.current) setUnseen(false);
  };
  return { log, top, unseen, onScroll, toEnd: () => scrollToEnd(log.current) };
}

/** A growing message box or an opening keyboard must not hide the last message. */
function useFollowSize(log: RefObject<HTMLElement | null>, atEnd: RefObject<boolean>): void {
  useEffect(() => {
    const element = log.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) scrollToEnd(element);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [log, atEnd]);
}

interface TopOptions {
  readonly log: RefObject<HTMLElement | null>;
  readonly top: RefObject<HTMLElement | null>;
  readonly wanted: boolean;
  readonly length: number;
  readonly onTop: () => void;
}

/** Observed anew after every page, since a page may leave the top where it was: in sight. */
function useTopReached({ log, top, wanted, length, onTop }: TopOptions): void {
  useEffect(() => {
    if (!wanted || !top.current) return;
    const reached = (entries: readonly IntersectionObserverEntry[]): void => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) onTop();
    };
    const observer = new IntersectionObserver(reached, { root: log.current, rootMargin: lookAhead });
    observer.observe(top.current);
    return () => observer.disconnect();
  }, [wanted, length]);
}

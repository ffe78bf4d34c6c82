import { positionOf, type Frame } from '../client/ledger.js';

/** A durable frame at its place in the log. */
export interface Fact {
  readonly position: number;
  readonly offset: string;
  readonly frame: Frame;
}

export interface Truth {
  /** In the order of the log. */
  readonly facts: readonly Fact[];
  readonly at: ReadonlyMap<string, Frame>;
}

export function truthOf(replay: readonly Frame[]): Truth {
  const facts = replay.map((frame) => {
    const offset = String(frame['offset']);
    return { offset, position: positionOf(offset), frame };
  });
  facts.sort((a, b) => a.position - b.position);
  return { facts, at: new Map(facts.map(({ offset, frame }) => [offset, frame])) };
}

export const isMessage = ({ type }: Frame): boolean => type === 'message';

/** The same frame, whoever got it and when. */
export const sameFrame = (a: Frame, b: Frame): boolean =>
  ['type', 'roomId', 'messageId', 'userId', 'content', 'emoji', 'removed', 'clientMessageId', 'timestamp'].every(
    (field) => a[field] === b[field],
  );

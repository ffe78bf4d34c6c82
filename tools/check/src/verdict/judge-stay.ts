import { positionOf, type Frame, type Heard, type Stay } from '../client/ledger.js';
import type { Violation } from './evidence.js';
import { foldFrames, ofHistory, shown } from './fold.js';
import { sameFrame, type Fact, type Truth } from './truth.js';

interface StayContext {
  readonly client: string;
  readonly truth: Truth;
  readonly history: readonly Frame[];
}

/** Everything stored in a client's time in a room was heard by it exactly once and in order, over all its connections. */
export function judgeStay(stay: Stay, context: StayContext): Violation[] {
  const about = { roomId: stay.roomId, client: context.client };
  return [...order(stay, context), ...holes(stay, context), ...divergence(stay, context)].map((found) => ({
    ...about,
    ...found,
  }));
}

function order({ base, heard }: Stay, { truth }: StayContext): Violation[] {
  const seen = new Set<string>();
  let last = { offset: base, position: positionOf(base) };
  return heard.flatMap((entry): Violation[] => {
    const found = judgeHeard(entry, { last, repeated: seen.has(entry.offset), stored: truth.at.get(entry.offset) });
    seen.add(entry.offset);
    if (!(entry.position <= last.position)) last = entry;
    return found;
  });
}

interface Before {
  readonly last: { readonly offset: string; readonly position: number };
  readonly repeated: boolean;
  readonly stored: Frame | undefined;
}

function judgeHeard({ at, offset, position, frame }: Heard, { last, repeated, stored }: Before): Violation[] {
  const what = `${frame.type} ${JSON.stringify(frame['messageId'])}`;
  if (repeated) return [{ kind: 'repeat', at, offset, text: `${what} came again` }];
  const found: Violation[] = [];
  if (!(position > last.position))
    found.push({ kind: 'out of order', at, offset, text: `${what} came after ${last.offset}` });
  if (!stored) found.push({ kind: 'not in the log', at, offset, text: `${what} was heard` });
  else if (!sameFrame(stored, frame))
    found.push({
      kind: 'altered',
      at,
      offset,
      text: `heard ${JSON.stringify(frame)}, stored ${JSON.stringify(stored)}`,
    });
  return found;
}

function holes(stay: Stay, { truth }: StayContext): Violation[] {
  const from = positionOf(stay.base);
  const heard = new Set(stay.heard.map(({ offset }) => offset));
  const end = stay.open ? Infinity : Math.max(from, ...stay.heard.slice(-1).map(({ position }) => position));
  const gaps = stay.gaps.map((gap) => ({ from: positionOf(gap.from), to: positionOf(gap.to) }));
  const isExcused = ({ position }: Fact) => gaps.some((gap) => position > gap.from && position <= gap.to);
  const missing = truth.facts.filter(
    (fact) => fact.position > from && fact.position <= end && !heard.has(fact.offset) && !isExcused(fact),
  );
  return missing.map((fact) => hole(fact, stay));
}

/** Told with what came around it. */
function hole({ offset, position, frame }: Fact, { heard, base }: Stay): Violation {
  const before = heard.findLast((entry) => entry.position < position);
  const after = heard.find((entry) => entry.position > position);
  const at = (after ?? before)?.at;
  const text = `${frame.type} was not heard, between ${before?.offset ?? base} and ${after?.offset ?? 'the end'}`;
  return { kind: 'hole', offset, text, ...(at === undefined ? {} : { at }) };
}

/** What somebody who stayed to the end sees is what the history tells. */
function divergence({ open, heard, gaps }: Stay, { history }: StayContext): Violation[] {
  if (!open || gaps.length > 0) return [];
  const items = new Map(history.map((item) => [String(item['messageId']), item]));
  return [...foldFrames(heard.map(({ frame }) => frame))].flatMap(([messageId, seen]): Violation[] => {
    const item = items.get(messageId);
    if (!item || shown(ofHistory(item)) === shown(seen)) return [];
    const text = `sees ${messageId} as ${shown(seen)}, the history as ${shown(ofHistory(item))}`;
    return [{ kind: 'diverged', offset: String(item['offset']), text }];
  });
}

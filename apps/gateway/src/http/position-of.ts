import { parseOffset } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';
import { Refused } from '../refusal.js';

/** Where in this log an offset is. @throws Refused `invalid_offset` when it is of another one */
export function positionOf(offset: string, epoch: string): Position {
  const parsed = parseOffset(offset);
  if (parsed?.epoch !== epoch) throw new Refused('invalid_offset');
  return parsed.position;
}

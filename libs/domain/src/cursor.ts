import type { Position } from '@noroshi/event-sourcing';
import { fingerprintOf } from './message/client-message.js';
import { formatOffset, parseOffset } from './offset.js';

/**
 * How far somebody has come in several rooms of one log: an offset, and for each room that is further its mark and by how
 * much. So an offset is a cursor, which says the same of every room, and the cursor of one room is an offset.
 */
export interface Cursor {
  readonly epoch: string;
  /** In every room that is not ahead. */
  readonly base: Position;
  /** By the room's mark. */
  readonly ahead: ReadonlyMap<string, Position>;
}

const shape = /^([^~]+)(?:~([0-9a-z.]+))?$/;
const MARK_LENGTH = 7;
const entry = /^([0-9a-z]{7})([0-9a-z]{1,11})$/;

/**
 * Stands for a room where its id, which may be long and of any script, would have to be repeated in each frame. Two ids
 * agree once in four billion pairs: of such a pair the earlier position is told, so that something may come twice and
 * nothing is left out.
 */
const markOf = (roomId: string): string => (fingerprintOf(roomId) >>> 0).toString(36).padStart(MARK_LENGTH, '0');

/** @param positions by room id; without any it is the beginning of the log */
export function formatCursor(epoch: string, positions: ReadonlyMap<string, Position>): string {
  const marked = new Map<string, Position>();
  for (const [roomId, position] of positions) {
    const mark = markOf(roomId);
    marked.set(mark, Math.min(position, marked.get(mark) ?? position));
  }
  const base = marked.size === 0 ? 0 : Math.min(...marked.values());
  const ahead = [...marked].filter(([, position]) => position > base);
  const entries = ahead.map(([mark, position]) => mark + (position - base).toString(36));
  return formatOffset(epoch, base) + (entries.length === 0 ? '' : `~${entries.join('.')}`);
}

/** Undefined when it is no cursor at all. One of another epoch is returned as it is: the caller must compare. */
export function parseCursor(text: string): Cursor | undefined {
  const [, start = '', entries] = shape.exec(text) ?? [];
  const offset = parseOffset(start);
  if (!offset) return undefined;
  const { epoch, position: base } = offset;
  const ahead = entries === undefined ? new Map<string, Position>() : parseEntries(entries.split('.'), base);
  return ahead && { epoch, base, ahead };
}

function parseEntries(entries: readonly string[], base: Position): Map<string, Position> | undefined {
  const ahead = new Map<string, Position>();
  for (const text of entries) {
    const [, mark = '', further = ''] = entry.exec(text) ?? [];
    const position = base + Number.parseInt(further, 36);
    if (!Number.isSafeInteger(position) || ahead.has(mark)) return undefined;
    ahead.set(mark, position);
  }
  return ahead;
}

export const positionIn = ({ base, ahead }: Cursor, roomId: string): Position => ahead.get(markOf(roomId)) ?? base;

import type { Frame } from '../follow/connection.js';
import { plain } from './plain.js';

const text = (value: unknown): string => (typeof value === 'string' ? plain(value) : '');

const lines: Readonly<Record<string, (frame: Frame, who: string) => string>> = {
  message: ({ content, deleted }, who) => `${who}: ${deleted === true ? '(deleted)' : text(content)}`,
  messageEdited: ({ messageId, content }, who) => `* ${who} changed ${text(messageId)}: ${text(content)}`,
  messageDeleted: ({ messageId }, who) => `* ${who} deleted ${text(messageId)}`,
  reaction: ({ messageId, emoji, removed }, who) =>
    `* ${who} ${removed === true ? 'took back' : 'reacted with'} ${text(emoji)} on ${text(messageId)}`,
  memberJoined: (_, who) => `* ${who} is here`,
  memberLeft: (_, who) => `* ${who} is gone`,
  broadcast: ({ data }) => `* broadcast: ${plain(JSON.stringify(data))}`,
  resumed: ({ complete, code }) => (complete === false ? `* something is missing here (${text(code)})` : ''),
  leftRoom: ({ code }) => `* this room is not open to you any more (${text(code)})`,
};

/** A frame as a line for people; undefined: not for them. */
export function frameLine(frame: Frame): string | undefined {
  const line = lines[frame.type]?.(frame, text(frame['username']) || text(frame['userId']));
  if (line === undefined || line === '') return undefined;
  const at = frame['timestamp'];
  return `${typeof at === 'string' ? clock(at) : '        '}  ${line}`;
}

/** Hours, minutes and seconds where the reader is. */
const clock = (at: string): string => new Date(at).toTimeString().slice(0, 8);

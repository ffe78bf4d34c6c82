import { countOf, noMore } from '../arguments/words.js';
import { command } from '../command.js';
import { readAll } from '../http/pages.js';
import { tableOf } from '../output/table.js';

interface Room {
  readonly roomId: string;
  readonly name: string;
  readonly ownerId: string;
  readonly memberCount: number;
  readonly present: number;
  readonly unreadCount?: number;
  readonly settings: { readonly isPublic: boolean };
  readonly archived?: true;
}

const options = {
  mine: { type: 'boolean', does: 'the rooms that one is a member of, with what is unread' },
  limit: { type: 'string', value: 'N', does: 'at most so many of the public ones, 100 at most (50)' },
} as const;

export const rooms = command({
  name: 'rooms',
  summary: 'lists rooms',
  calls: [
    { words: '', does: 'the public ones, most recently active first' },
    { words: '--mine --user ID', does: 'those of a user' },
  ],
  options,
  run: async ({ api, words, options: { mine, limit = '50' }, json, out }) => {
    noMore(words);
    const path = mine ? '/me/rooms?limit=100' : `/rooms?limit=${countOf(limit, '--limit')}`;
    const found = await readAll<Room>(api, path);
    if (json) out(JSON.stringify(found));
    else if (found.length === 0) out(mine ? 'No rooms.' : 'No public rooms.');
    else tableOf(['ROOM', 'NAME', 'OWNER', 'HERE', 'MEMBERS', mine ? 'UNREAD' : ''], found.map(rowOf)).forEach(out);
    return 0;
  },
});

const rowOf = ({ roomId, name, ownerId, present, memberCount, unreadCount, ...room }: Room): string[] => [
  ...[roomId, name, ownerId, String(present), String(memberCount)],
  [unreadCount ?? '', room.settings.isPublic ? '' : 'private', room.archived ? 'archived' : ''].join(' ').trim(),
];

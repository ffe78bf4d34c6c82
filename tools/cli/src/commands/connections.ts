import { noMore } from '../arguments/words.js';
import { command } from '../command.js';
import { readAll } from '../http/pages.js';
import { tableOf } from '../output/table.js';

interface Connection {
  readonly connectionId: string;
  readonly userId: string;
  readonly username: string;
  readonly guest?: true;
  readonly gateway: string;
  readonly address: string;
  readonly connectedAt: string;
  readonly status: string;
  readonly rooms: readonly string[];
  readonly roomCount: number;
}

const options = {
  of: { type: 'string', value: 'USER', does: 'of one user' },
  room: { type: 'string', value: 'ROOM', does: 'that are in a room' },
  gateway: { type: 'string', value: 'ID', does: 'of one gateway' },
} as const;

export const connections = command({
  name: 'connections',
  summary: 'lists who is connected, to which gateway, in which rooms',
  calls: [{ words: '[--of USER] [--room ROOM] [--gateway ID]', does: 'live connections of all gateways' }],
  options,
  run: async ({ api, words, options: { of, room, gateway }, json, out }) => {
    noMore(words);
    const query = new URLSearchParams({ limit: '100' });
    for (const [name, value] of Object.entries({ user: of, room, gateway }))
      if (value !== undefined) query.set(name, value);
    const found = await readAll<Connection>(api, `/connections?${query.toString()}`);
    if (json) out(JSON.stringify(found));
    else if (found.length === 0) out('No connections.');
    else
      tableOf(['CONNECTION', 'USER', 'STATUS', 'GATEWAY', 'ADDRESS', 'SINCE', 'ROOMS'], found.map(rowOf)).forEach(out);
    return 0;
  },
});

const SHOWN_ROOMS = 3;

const rowOf = (connection: Connection): string[] => [
  connection.connectionId,
  connection.guest ? `${connection.userId} (guest)` : connection.userId,
  ...[connection.status, connection.gateway, connection.address, connection.connectedAt],
  roomsOf(connection),
];

const roomsOf = ({ rooms, roomCount }: Connection): string =>
  rooms.slice(0, SHOWN_ROOMS).join(', ') + (roomCount > SHOWN_ROOMS ? ` and ${roomCount - SHOWN_ROOMS} more` : '');

import {
  formatOffset,
  isRoomId,
  membershipOf,
  parseOffset,
  type HistoryPage,
  type HistoryQuery,
} from '@noroshi/domain';
import { messageItem } from '@noroshi/protocol';
import type { Caller, Callers } from '../auth/callers.js';
import type { RoomView } from '../rooms/room-view.js';
import type { RoomViews } from '../rooms/room-views.js';
import type { MessagesClient, RoomsClient } from '../services/service-clients.js';
import { Refused } from '../refusal.js';
import { json } from '../transport/http-answer.js';
import type { RestHandler, RestRequest } from '../transport/http-route.js';
import { limitOf } from './page-limit.js';
import { roomItem } from './room-item.js';

export interface RoomRoutesOptions {
  readonly callers: Callers;
  readonly rooms: Pick<RoomsClient, 'publicRooms'>;
  readonly messages: Pick<MessagesClient, 'history'>;
  readonly views: RoomViews;
  readonly epoch: string;
}

export function roomRoutes(options: RoomRoutesOptions): { readonly list: RestHandler; readonly history: RestHandler } {
  const { callers, rooms, messages, views, epoch } = options;
  return {
    list: async (request) => {
      await callers.identify(request);
      const answer = await rooms.publicRooms({ limit: limitOf(request) });
      if (!answer.ok) throw new Refused(answer.code);
      return json({ items: answer.rooms.map(roomItem) });
    },
    history: async (request) => {
      const [roomId = ''] = request.parameters;
      const caller = await callers.identify(request);
      if (!isRoomId(roomId)) throw new Refused('invalid_room_id');
      const query = queryOf(request, { roomId, epoch });
      const atLeast = await views.glance(roomId, (view) => readable(view, caller));
      const answer = await messages.history({ ...query, atLeast });
      if (!answer.ok) throw new Refused(answer.code);
      return json({ items: answer.items.map((item) => messageItem(item, epoch)), ...cursors(answer, query, epoch) });
    },
  };
}

/** Nobody learns of a private room who is not in it, back ends excepted. @returns the position that the history must have reached */
function readable({ state, position }: RoomView, caller: Caller): number {
  const isTrusted =
    caller.kind === 'key' || (caller.kind === 'user' && membershipOf(state, caller.user.id) !== undefined);
  if (state.status === 'absent' || (!state.settings.isPublic && !isTrusted)) throw new Refused('room_not_found');
  return position;
}

function queryOf({ query }: RestRequest, { roomId, epoch }: { roomId: string; epoch: string }): HistoryQuery {
  const position = (name: 'before' | 'after') => {
    const text = query.get(name);
    if (text === null) return {};
    const offset = parseOffset(text);
    if (offset?.epoch !== epoch) throw new Refused('invalid_offset');
    return { [name]: offset.position };
  };
  return { roomId, limit: limitOf({ query }), ...position('before'), ...position('after') };
}

/** `previous`: give it as `before` for what is older; `next`: as `after` for what is newer. Absent where nothing is. */
function cursors({ items, more }: HistoryPage, query: HistoryQuery, epoch: string) {
  const [first, last] = [items.at(0), items.at(-1)];
  const forwards = query.after !== undefined;
  const older = forwards ? query.after > 0 : more;
  const newer = forwards ? more : query.before !== undefined;
  return {
    ...(first && older ? { previous: formatOffset(epoch, first.position) } : {}),
    ...(last && newer ? { next: formatOffset(epoch, last.position) } : {}),
  };
}

import type { Credentials, Refused } from '../identity/credentials.js';
import { asFields, flag, list, number, object, text, type Fields } from '../protocol/fields.js';
import type { MessageFrame } from '../protocol/frames.js';
import { parseMessage } from '../protocol/parse-frame.js';
import type { HistoryPage, HistoryQuery } from '../room/history-page.js';
import { HttpFailure } from './http-failure.js';

export interface RoomSummary {
  readonly roomId: string;
  readonly name: string;
  readonly present: number;
  readonly isPublic: boolean;
}

/** Both throw `HttpFailure`. */
export interface Api {
  /** Public rooms, most recently active first. */
  rooms(signal: AbortSignal): Promise<readonly RoomSummary[]>;
  history(roomId: string, query: HistoryQuery): Promise<HistoryPage>;
}

function parseRoom(value: unknown): RoomSummary[] {
  const fields = asFields(value);
  const roomId = fields && text(fields, 'roomId');
  if (!fields || !roomId) return [];
  const settings = object(fields, 'settings');
  return [
    {
      roomId,
      name: text(fields, 'name') ?? roomId,
      present: number(fields, 'present') ?? 0,
      isPublic: !settings || flag(settings, 'isPublic'),
    },
  ];
}

async function get(url: string, init: { token: string; signal?: AbortSignal | undefined }): Promise<Response> {
  try {
    return await fetch(url, { headers: { authorization: `Bearer ${init.token}` }, signal: init.signal ?? null });
  } catch (cause) {
    throw new HttpFailure(0, { cause });
  }
}

/** History knows all reactions, so without any there are none: unlike a broadcast, which knows nothing of them. */
function parseItem(value: unknown): readonly MessageFrame[] {
  const frame = parseMessage(asFields(value) ?? {});
  return frame ? [{ ...frame, reactions: frame.reactions ?? new Map() }] : [];
}

/** The HTTP side of the server, as the person the credentials speak for. */
export function createApi(credentials: Credentials): Api {
  async function attempt(
    url: string,
    options: { refused: Refused; signal?: AbortSignal | undefined },
  ): Promise<Fields> {
    const answer = await credentials.token({ refused: options.refused });
    if (answer.kind !== 'token') throw new HttpFailure(answer.kind === 'ended' ? 401 : 0);
    const response = await get(url, { token: answer.token, signal: options.signal });
    if (response.status === 401 && options.refused === 'no') return attempt(url, { ...options, refused: 'yes' });
    if (!response.ok) throw new HttpFailure(response.status);
    return asFields(await response.json()) ?? {};
  }

  return {
    async rooms(signal) {
      return list(await attempt('/api/v1/rooms', { refused: 'no', signal }), 'items').flatMap(parseRoom);
    },
    async history(roomId, { before, after, limit, signal }) {
      const query = new URLSearchParams({ limit: String(limit), ...(before && { before }), ...(after && { after }) });
      const url = `/api/v1/rooms/${encodeURIComponent(roomId)}/messages?${query.toString()}`;
      const body = await attempt(url, { refused: 'no', signal });
      return {
        items: list(body, 'items').flatMap(parseItem),
        hasOlder: text(body, 'previous') !== undefined,
        hasNewer: text(body, 'next') !== undefined,
      };
    },
  };
}

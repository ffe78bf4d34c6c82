import type { Frame } from './client.js';
import type { Stack } from './stack.js';

/** A page of a list as the REST API gives it. */
export interface Page {
  readonly items: readonly Frame[];
  readonly next?: string;
  readonly previous?: string;
}

const MAX_PAGE = '100';

/** The server's answer to a read, as somebody with a token. */
export const get = (stack: Stack, path: string, token: string): Promise<Response> =>
  fetch(`${stack.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });

export const messagesPath = (roomId: string): string => `/rooms/${encodeURIComponent(roomId)}/messages`;

/** One page of a room's history. @throws Error when the server refuses */
export async function readPage(
  stack: Stack,
  { roomId, token, query = {} }: { roomId: string; token: string; query?: Readonly<Record<string, string>> },
): Promise<Page> {
  const answer = await get(stack, `${messagesPath(roomId)}?${new URLSearchParams(query).toString()}`, token);
  if (!answer.ok) throw new Error(`History of ${roomId}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Page;
}

/** All that was ever said in a room, oldest first, read backwards page by page. */
export async function readAll(stack: Stack, room: { roomId: string; token: string }): Promise<Frame[]> {
  let page = await readPage(stack, { ...room, query: { limit: MAX_PAGE } });
  const all = [...page.items];
  while (page.previous !== undefined) {
    page = await readPage(stack, { ...room, query: { limit: MAX_PAGE, before: page.previous } });
    all.unshift(...page.items);
  }
  return all;
}

export interface Asked {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  readonly path: string;
  /** A token, or `id:secret` of an API key. */
  readonly bearer: string;
  readonly body?: object;
}

/** The server's answer to a wish to change something. */
export const ask = (stack: Stack, { method, path, bearer, body }: Asked): Promise<Response> =>
  fetch(`${stack.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

import type { Frame } from '../client/ledger.js';

interface Page {
  readonly items: readonly Frame[];
  readonly previous?: string;
}

const LIMIT = '100';
const TRIES = 3;

/** All that was ever said in a room, oldest first. @throws Error when the server does not tell */
export async function readHistory(url: string, roomId: string, token: string): Promise<Frame[]> {
  const all: Frame[][] = [];
  for (let before: string | undefined, isFirst = true; isFirst || before !== undefined; isFirst = false) {
    const page: Page = await readPage({ url, roomId, token, before });
    all.unshift([...page.items]);
    before = page.previous;
  }
  return all.flat();
}

interface PageOf {
  readonly url: string;
  readonly roomId: string;
  readonly token: string;
  readonly before: string | undefined;
}

async function readPage({ url, roomId, token, before }: PageOf): Promise<Page> {
  const address = new URL(`/api/v1/rooms/${encodeURIComponent(roomId)}/messages`, url);
  address.searchParams.set('limit', LIMIT);
  if (before !== undefined) address.searchParams.set('before', before);
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    if (answer.ok) return (await answer.json()) as Page;
    const text = await answer.text();
    if (tries === TRIES || answer.status < 500)
      throw new Error(`The history of ${roomId} is not to be had: ${answer.status} ${text}`);
  }
}

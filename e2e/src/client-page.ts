/** What a page of the tests runs: a client as anybody would make one, and what it was told. */
import { connect, type Client, type ClientOptions } from '@noroshi/client';

let made: Client | undefined;
const heard: Record<string, string[]> = {};

const page = {
  get client(): Client {
    if (!made) throw new Error('open comes first');
    return made;
  },
  open: (options: ClientOptions) => {
    made = connect(options);
    // Somebody who looks at the page.
    made.state.subscribe(() => undefined);
  },
  join: async (roomId: string) => {
    const room = page.client.room(roomId);
    const contents: string[] = (heard[roomId] = []);
    room.on('message', ({ content }) => contents.push(content));
    await room.join();
  },
  heard: (roomId: string) => heard[roomId] ?? [],
  /** Resolves when all are stored. */
  send: async (roomId: string, contents: readonly string[]) => {
    await Promise.all(contents.map((content) => page.client.room(roomId).send(content)));
  },
  /** Goes on without waiting. */
  say: (roomId: string, content: string) => {
    void page.client.room(roomId).send(content);
  },
};

export type ClientPage = typeof page;

Object.assign(globalThis, { page });

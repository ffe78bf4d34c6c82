/** What a page of the tests runs: a client as anybody would make one, and what it was told. */
import { connect, type Client, type ClientOptions } from '@noroshi/client';

let made: Client | undefined;
const heard: Record<string, string[]> = {};

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser did not say why'));
  });

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
  shown: (roomId: string) =>
    page.client
      .room(roomId)
      .timeline()
      .current.messages.map(({ content, status }) => `${content} ${status}`),
  /** Of the outbox of that server, as the browser has it; what is not there is not made. */
  kept: async (url: string) => {
    const name = `noroshi ${url}`;
    if (!(await indexedDB.databases()).some((database) => database.name === name)) return 0;
    const database = await done(indexedDB.open(name));
    const count = await done(database.transaction('messages').objectStore('messages').count());
    database.close();
    return count;
  },
};

export type ClientPage = typeof page;

Object.assign(globalThis, { page });

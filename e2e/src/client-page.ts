/** What a page of the tests runs: a client as anybody would make one. */
import { connect, type ClientOptions } from '@noroshi/client';
import { DrivenClient } from './testing/driven-client.js';

let made: DrivenClient | undefined;

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser did not say why'));
  });

const page = {
  get client(): DrivenClient {
    if (!made) throw new Error('open comes first');
    return made;
  },
  open: (options: ClientOptions) => {
    made?.close();
    made = new DrivenClient(connect(options));
  },
  /** With a provider that first fails, and has the token at the second asking. */
  openLate: (options: ClientOptions & { readonly token: string }) => {
    let asked = 0;
    const token = () => {
      asked += 1;
      if (asked === 1) throw new Error('No token yet');
      return options.token;
    };
    page.open({ ...options, token });
  },
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

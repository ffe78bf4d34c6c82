import type { OutboxStore, Outgoing } from '../ports/outbox-store.js';

const MESSAGES = 'messages';
const BY_ID = 'id';
const BY_USER = 'user';

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser did not say why'));
  });

/** A transaction may still fail after all its requests succeeded: the quota is looked at when it is written. */
const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = () => reject(transaction.error ?? new Error('The browser took the change back'));
    transaction.oncomplete = () => resolve();
    transaction.onabort = fail;
    transaction.onerror = fail;
  });

const openDatabase = (name: string): Promise<IDBDatabase> => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    // The key is the order of `put`.
    const messages = request.result.createObjectStore(MESSAGES, { autoIncrement: true });
    messages.createIndex(BY_ID, ['userId', 'clientMessageId'], { unique: true });
    messages.createIndex(BY_USER, 'userId');
  };
  return settled(request);
};

/**
 * Survives reloads and the end of the browser. Several pages may use it at the same time. Rejects where the browser keeps nothing
 * (private mode, storage refused or full).
 * @param name of the database, so one for each server
 */
export const indexedDbOutbox = (name = 'noroshi'): OutboxStore => {
  let opened: Promise<IDBDatabase> | undefined;

  const database = (): Promise<IDBDatabase> => {
    opened ??= openDatabase(name).then((db) => {
      const forget = () => {
        opened = undefined;
      };
      // The user cleared the site's data, or another page wants to.
      db.onclose = forget;
      db.onversionchange = () => {
        forget();
        db.close();
      };
      return db;
    });
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };

  const change = async (work: (messages: IDBObjectStore) => Promise<unknown>): Promise<void> => {
    const transaction = (await database()).transaction(MESSAGES, 'readwrite');
    await Promise.all([work(transaction.objectStore(MESSAGES)), committed(transaction)]);
  };

  const keyOf = (messages: IDBObjectStore, userId: string, clientMessageId: string) =>
    settled(messages.index(BY_ID).getKey([userId, clientMessageId]));

  return {
    all: async (userId) => {
      const messages = (await database()).transaction(MESSAGES).objectStore(MESSAGES);
      return settled(messages.index(BY_USER).getAll(userId) as IDBRequest<Outgoing[]>);
    },
    put: (outgoing) =>
      change(async (messages) => {
        const key = await keyOf(messages, outgoing.userId, outgoing.clientMessageId);
        await settled(messages.put(outgoing, key));
      }),
    remove: (userId, clientMessageId) =>
      change(async (messages) => {
        const key = await keyOf(messages, userId, clientMessageId);
        if (key !== undefined) await settled(messages.delete(key));
      }),
  };
};

import type { OutboxStore, Outgoing } from '../ports/outbox-store.js';

export const outgoing = (clientMessageId: string, rest: Partial<Outgoing> = {}): Outgoing => ({
  userId: 'ann',
  roomId: 'lobby',
  clientMessageId,
  content: `says ${clientMessageId}`,
  messageType: 'text',
  queuedAt: 1,
  ...rest,
});

/** @throws Error naming both, when they are not the same */
const same = (actual: unknown, expected: unknown): void => {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`is ${is}, should be ${should}`);
};

const ids = async (store: OutboxStore, userId = 'ann'): Promise<string[]> =>
  (await store.all(userId)).map(({ clientMessageId }) => clientMessageId);

/** What holds of every store of unsent messages; without a test runner, because one of them lives in a browser. */
export const outboxStoreContract: Readonly<Record<string, (store: OutboxStore) => Promise<void>>> = {
  'is empty at first': async (store) => {
    same(await store.all('ann'), []);
  },
  'gives back what was put, whole': async (store) => {
    const refused = outgoing('c1', {
      replyTo: 'm1',
      content: 'two\nlines "狼煙" \u2028 \0',
      error: { code: 'muted', message: 'You are muted' },
    });
    await store.put(refused);
    const [kept] = await store.all('ann');
    for (const key of Object.keys(refused) as (keyof Outgoing)[]) same(kept?.[key], refused[key]);
  },
  'keeps the order of put': async (store) => {
    const order = Array.from({ length: 25 }, (_, index) => `c${(index * 7) % 25}`);
    await Promise.all(order.map((id) => store.put(outgoing(id))));
    same(await ids(store), order);
  },
  'keeps the place of what is put again, and its last state': async (store) => {
    for (const id of ['a', 'b', 'c']) await store.put(outgoing(id));
    await store.put(outgoing('a', { content: 'changed' }));
    same(await ids(store), ['a', 'b', 'c']);
    same((await store.all('ann'))[0]?.content, 'changed');
  },
  'puts what was removed at the end when it comes again': async (store) => {
    for (const id of ['a', 'b']) await store.put(outgoing(id));
    await store.remove('ann', 'a');
    await store.put(outgoing('a'));
    same(await ids(store), ['b', 'a']);
  },
  'tells one user nothing of another, who may use the same ids': async (store) => {
    await store.put(outgoing('a'));
    await store.put(outgoing('a', { userId: 'bob', content: "bob's" }));
    await store.remove('ann', 'a');
    same(await ids(store), []);
    same((await store.all('bob'))[0]?.content, "bob's");
  },
  'removes what is not there without a word': async (store) => {
    await store.remove('ann', 'never');
    same(await ids(store), []);
  },
};

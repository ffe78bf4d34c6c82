import { freshLanes, noted, type Noted } from '@noroshi/event-sourcing/testing';
import { eventually } from '@noroshi/testing';
import { createEventSource } from './event-source.js';
import { createEventStore } from './jetstream-event-store.js';
import { readLogInventory, type LogReaderStatus } from './log-inventory.js';
import { useNats } from './testing/use-nats.js';

describe('the inventory of the logs', () => {
  const tested = useNats();
  const rooms = async () => (await readLogInventory(tested().nats)).find(({ name }) => name === 'ROOMS');
  const reader = async (): Promise<LogReaderStatus | undefined> => (await rooms())?.readers[0];

  it('names the streams that there are, with what they hold', async () => {
    const before = await rooms();
    await createEventStore<Noted>(tested().nats, tested().log).append(freshLanes().talk, noted(1));
    const found = await readLogInventory(tested().nats);
    expect(found.map(({ name }) => name)).toEqual(['ROOMS', 'USERS', 'SESSIONS', 'CHECKPOINTS']);
    expect(await rooms()).toMatchObject({
      messages: (before?.messages ?? 0) + 1,
      lastPosition: (before?.lastPosition ?? 0) + 1,
      readers: [],
    });
  });

  it('tells who reads a stream, and how far behind they are', async () => {
    const { nats, far, log } = tested();
    const store = createEventStore<Noted>(nats, log);
    const { talk } = freshLanes();
    const first = await store.append(talk, noted(0));
    const after = first.stored ? first.position : 0;
    const source = createEventSource<Noted>(far, log, { batchMs: 1_000 });
    const subscription = await source.subscribe({ category: 'room', lanes: ['talk'], after });
    const events = subscription[Symbol.asyncIterator]();
    for (let index = 1; index <= 3; index += 1) await store.append(talk, noted(index));
    expect(await reader()).toMatchObject({ reader: 'far', subjects: ['room.*.talk'], lag: 3, isWaiting: false });
    for (let index = 1; index <= 3; index += 1) await events.next();
    await eventually(async () => (await reader())?.lag === 0, { reason: 'it was given everything' });
    const next = events.next();
    await eventually(async () => (await reader())?.isWaiting === true, { reason: 'it asks for more' });
    expect(await reader()).toMatchObject({ position: after + 3, lag: 0 });
    await subscription.close();
    await next;
    expect(await reader()).toBeUndefined();
  });
});

import type { RecordedEvent } from '@noroshi/event-sourcing';
import { freshLanes, noted, type Noted } from '@noroshi/event-sourcing/testing';
import { eventually } from '@noroshi/testing';
import type { Nats } from './connect.js';
import { createEventSource } from './event-source.js';
import { createEventStore } from './jetstream-event-store.js';
import { lossy } from './testing/lossy.js';
import { useNats } from './testing/use-nats.js';

describe('a subscription over a transport that loses', () => {
  const tested = useNats();
  const store = () => createEventStore<Noted>(tested().nats, tested().log);
  const begin = async (nats: Nats) => {
    const here = await store().append(freshLanes().members, noted('here'));
    const source = createEventSource<Noted>(nats, tested().log, { batchMs: 1_000 });
    const after = here.stored ? here.position : 0;
    const subscription = await source.subscribe({ category: 'room', lanes: ['talk'], after });
    const taken: RecordedEvent<Noted>[] = [];
    const reading = (async () => {
      for await (const recorded of subscription) taken.push(recorded);
    })();
    return {
      taken,
      has: (count: number) =>
        eventually(() => taken.length >= count, { reason: `${count} events, not ${taken.length}` }),
      close: async () => {
        await subscription.close();
        await reading;
      },
    };
  };
  /** Deliveries of a pull consumer come on an inbox, with the stream's subject. */
  const isDelivery = (subject: string) => subject.startsWith('room.');

  it('reads again what was lost, when the next event shows it', async () => {
    const { talk } = freshLanes();
    // Each is lost once at most: a loss that comes back in step with the re-reading would never let it pass.
    const seen = new Set<string>();
    const nats = lossy(tested().nats, (message) => {
      if (!isDelivery(message.subject) || seen.has(message.string())) return false;
      return seen.add(message.string()).size % 20 === 3;
    });
    const subscription = await begin(nats);
    const writer = store();
    await Promise.all(Array.from({ length: 100 }, (_, index) => writer.append(talk, noted(index))));
    await subscription.has(100);
    await subscription.close();
    expect(subscription.taken).toEqual(await writer.read([talk]));
  });

  it('reads again what was lost last, although nothing comes after it', async () => {
    const { talk } = freshLanes();
    let lose = true;
    const nats = lossy(tested().nats, ({ subject }) => {
      if (!isDelivery(subject) || !lose) return false;
      lose = false;
      return true;
    });
    const subscription = await begin(nats);
    await store().append(talk, noted('silent'));
    await subscription.has(1);
    await subscription.close();
    expect(subscription.taken.map(({ event }) => event.note)).toEqual(['silent']);
  });

  it('goes on after the connection broke', async () => {
    const { talk } = freshLanes();
    const { far, proxy } = tested();
    const subscription = await begin(far);
    await store().append(talk, noted('before'));
    await subscription.has(1);
    proxy.muteServer();
    await store().append(talk, noted('unheard'));
    proxy.cut();
    await subscription.has(2);
    await store().append(talk, noted('after'));
    await subscription.has(3);
    await subscription.close();
    expect(subscription.taken.map(({ event }) => event.note)).toEqual(['before', 'unheard', 'after']);
  });

  it('goes on after the server was killed and started again, which forgot its consumer', async () => {
    const { talk } = freshLanes();
    const { nats, server } = tested();
    const subscription = await begin(nats);
    const writer = store();
    await writer.append(talk, noted('before'));
    await subscription.has(1);
    await server.kill();
    await server.restart();
    await eventually(() => nats.isConnected(), { reason: 'it connects again' });
    await writer.append(talk, noted('after'));
    await subscription.has(2);
    await subscription.close();
    expect(subscription.taken).toEqual(await writer.read([talk]));
  });

  it('can be closed, and not begun, while the server is away', async () => {
    const { nats, server } = tested();
    const subscription = await begin(nats);
    await server.kill();
    await eventually(() => !nats.isConnected(), { reason: 'the loss is noticed' });
    const source = createEventSource<Noted>(nats, tested().log);
    await expect(source.subscribe({ category: 'room', lanes: ['talk'], after: 0 })).rejects.toMatchObject({
      name: 'EventLogUnavailable',
    });
    await subscription.close();
    await server.restart();
    await eventually(() => nats.isConnected(), { reason: 'it connects again' });
  });
});

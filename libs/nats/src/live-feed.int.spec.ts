import type { Msg } from '@nats-io/nats-core';
import { collector, freshLanes, noted, type Noted } from '@noroshi/event-sourcing/testing';
import { eventually } from '@noroshi/testing';
import type { Nats } from './connect.js';
import { createEventStore } from './jetstream-event-store.js';
import { createLiveFeed } from './live-feed.js';
import { lossy } from './testing/lossy.js';
import { useNats } from './testing/use-nats.js';

const isLive = ({ subject }: Msg): boolean => subject.startsWith('live.');

describe('a live feed over a transport that loses', () => {
  const tested = useNats();
  const store = () => createEventStore<Noted>(tested().nats, tested().log);
  const feed = (nats: Nats) => createLiveFeed<Noted>(nats, tested().log);

  it('fills a gap from the log before it delivers anything later', async () => {
    const { talk } = freshLanes();
    const lost = new Set([2, 3, 4, 7]);
    let count = 0;
    const nats = lossy(tested().nats, (message) => isLive(message) && lost.has(++count));
    const heard = collector();
    const following = await feed(nats).follow({ ...talk, after: { talk: 0 }, onEvent: heard.onEvent });
    for (let index = 1; index <= 8; index += 1) await store().append(talk, noted(index));
    await heard.has(8);
    expect(heard.notes).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    following.close();
  });

  it('delivers each event once and in order, whatever is lost while many write', async () => {
    const { talk } = freshLanes();
    const nats = lossy(tested().nats, (message) => isLive(message) && Math.random() < 0.3);
    const heard = collector();
    const following = await feed(nats).follow({ ...talk, after: { talk: 0 }, onEvent: heard.onEvent });
    const writer = store();
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => writer.append(talk, noted(index))));
    await following.catchUp();
    expect(heard.events).toEqual(await writer.read([talk]));
    following.close();
  });

  it('shows by the fence of a post what was lost on the fencing lane', async () => {
    const { control, talk } = freshLanes();
    const nats = lossy(tested().nats, ({ subject }) => subject.startsWith('live.') && subject.endsWith('.control'));
    const heard = collector();
    const after = { control: 0, talk: 0 };
    const following = await feed(nats).follow({ ...talk, after, onEvent: heard.onEvent });
    const banned = await store().append(control, noted('banned'));
    if (!banned.stored) throw new Error('not stored');
    const guard = { lane: control, position: banned.position };
    await store().append(talk, noted('after the ban'), { guard });
    await heard.has(2);
    expect(heard.notes).toEqual(['banned', 'after the ban']);
    following.close();
  });

  it('delivers all of it when everything is lost and somebody asks', async () => {
    const { talk } = freshLanes();
    const heard = collector();
    const following = await feed(lossy(tested().nats, isLive)).follow({
      ...talk,
      after: { talk: 'latest' },
      onEvent: heard.onEvent,
    });
    for (let index = 1; index <= 5; index += 1) await store().append(talk, noted(index));
    expect(heard.notes).toEqual([]);
    await following.catchUp();
    expect(heard.notes).toEqual(['1', '2', '3', '4', '5']);
    following.close();
  });

  it('catches up by itself after the connection broke, in order over all lanes', async () => {
    const { control, members, talk } = freshLanes();
    const { far, proxy, breakFar } = tested();
    const heard = collector();
    const after = { control: 0, members: 0, talk: 0 };
    const following = await feed(far).follow({ ...talk, after, onEvent: heard.onEvent });
    const lanes = [control, members, talk];
    const write = async (from: number) => {
      for (let index = from; index < from + 9; index += 1) await store().append(lanes[index % 3] ?? talk, noted(index));
    };
    await write(0);
    await heard.has(9);
    proxy.muteServer();
    await write(9);
    await breakFar();
    await write(18);
    await heard.has(27);
    expect(heard.events).toEqual(await store().read(lanes));
    following.close();
  });

  it('reads again until the log is back, and skips nothing', async () => {
    const { talk } = freshLanes();
    const { far, proxy, server, nats } = tested();
    const heard = collector();
    const following = await feed(far).follow({ ...talk, after: { talk: 0 }, onEvent: heard.onEvent });
    await store().append(talk, noted('before'));
    await heard.has(1);
    proxy.muteServer();
    await store().append(talk, noted('unheard'));
    await server.kill();
    proxy.cut();
    const caughtUp = following.catchUp();
    await server.restart();
    await eventually(() => nats.isConnected(), { reason: 'the writer is connected again' });
    await caughtUp;
    expect(heard.notes).toEqual(['before', 'unheard']);
    await store().append(talk, noted('after'));
    await heard.has(3);
    following.close();
  });

  it('can be closed while the log is away', async () => {
    const { talk } = freshLanes();
    const { far, nats, server } = tested();
    const heard = collector();
    const following = await feed(far).follow({ ...talk, after: { talk: 0 }, onEvent: heard.onEvent });
    await server.kill();
    await eventually(() => !far.isConnected(), { reason: 'the loss is noticed' });
    await expect(feed(far).follow({ ...talk, after: { talk: 0 }, onEvent: heard.onEvent })).rejects.toMatchObject({
      name: 'EventLogUnavailable',
    });
    const caughtUp = following.catchUp();
    following.close();
    await caughtUp;
    await server.restart();
    await eventually(() => far.isConnected() && nats.isConnected(), { reason: 'both connect again' });
  });

  it('drops what it cannot keep while it reads, and reads that in its turn', async () => {
    const { talk } = freshLanes();
    const writer = store();
    for (let index = 0; index < 10; index += 1) await writer.append(talk, noted(index));
    let first = true;
    const nats = lossy(tested().nats, (message) => {
      if (!isLive(message)) return false;
      const lose = first;
      first = false;
      return lose;
    });
    const heard = collector();
    const following = await feed(nats).follow({ ...talk, after: { talk: 0 }, onEvent: heard.onEvent });
    await Promise.all(Array.from({ length: 5_000 }, (_, index) => writer.append(talk, noted(10 + index))));
    await heard.has(5_010);
    await following.catchUp();
    expect(heard.events).toEqual(await writer.read([talk]));
    following.close();
  });
});

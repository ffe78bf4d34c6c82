import type { Broadcast, Channel } from '../broadcast.js';
import { awkwardNames } from './entity-names.js';
import { useAdapter, type CreateAdapter } from './harness.js';

/** What every broadcast promises (`Broadcast`). */
export function broadcastContract(create: CreateAdapter<Broadcast>): void {
  const broadcast = useAdapter(create);
  const open: { close(): void }[] = [];
  /** Listens, and resolves to how to wait for so many news. */
  const listen = async (channel: Channel) => {
    const news: unknown[] = [];
    let check: () => void = () => undefined;
    const listening = await broadcast().listen(channel, (payload) => {
      news.push(payload);
      check();
    });
    open.push(listening);
    const has = (count: number) =>
      new Promise<unknown[]>((resolve) => {
        check = () => {
          if (news.length >= count) resolve(news);
        };
        check();
      });
    return { news, has, close: () => listening.close() };
  };
  const freshChannel = (): Channel => ({ kind: 'typing', entity: Math.random().toString(36).slice(2) });
  afterEach(() => {
    for (const listening of open.splice(0)) listening.close();
  });

  describe('news', () => {
    it('reach everybody who listens, in order', async () => {
      const channel = freshChannel();
      const [one, other] = [await listen(channel), await listen(channel)];
      const numbers = Array.from({ length: 100 }, (_, index) => index);
      for (const number of numbers) broadcast().publish(channel, number);
      expect(await one.has(100)).toEqual(numbers);
      expect(await other.has(100)).toEqual(numbers);
    });

    it('are plain JSON, whatever it is', async () => {
      const channel = freshChannel();
      const listening = await listen(channel);
      const payloads = [null, 0, '', false, [], {}, { name: 'Ada 🔥', deep: [1, { two: 2 }] }, '\u0000\r\n'];
      for (const payload of payloads) broadcast().publish(channel, payload);
      expect(await listening.has(payloads.length)).toEqual(payloads);
    });

    it('are not kept for those who come later', async () => {
      const channel = freshChannel();
      const witness = await listen(channel);
      broadcast().publish(channel, 'before');
      await witness.has(1);
      const late = await listen(channel);
      broadcast().publish(channel, 'after');
      expect(await late.has(1)).toEqual(['after']);
    });

    it('do not reach one who has stopped listening', async () => {
      const channel = freshChannel();
      const [gone, witness] = [await listen(channel), await listen(channel)];
      gone.close();
      gone.close();
      broadcast().publish(channel, 'after');
      await witness.has(1);
      expect(gone.news).toEqual([]);
    });

    it('stay on their channel: kind, entity, or the one without an entity', async () => {
      const entities = awkwardNames.flatMap((entity): Channel[] => [
        { kind: 'typing', entity },
        { kind: 'presence', entity },
        { kind: 'reads', entity },
        { kind: 'other kind', entity },
      ]);
      const channels: Channel[] = [...entities, { kind: 'leases' }, { kind: 'typing' }, { kind: 'a.b' }, { kind: '>' }];
      const listeners = await Promise.all(channels.map((channel) => listen(channel)));
      for (const channel of channels) broadcast().publish(channel, channel);
      const heard = await Promise.all(listeners.map((listening) => listening.has(1)));
      expect(heard).toEqual(channels.map((channel) => [channel]));
    });

    it('lost on nobody do no harm', () => {
      expect(() => broadcast().publish(freshChannel(), 'anybody?')).not.toThrow();
    });
  });
}

import { eventually } from '@noroshi/testing';
import { createBroadcast } from './broadcast.js';
import { createCommandBus } from './command-bus.js';
import { useNats } from './testing/use-nats.js';

describe('ephemeral news and requests without a server', () => {
  const tested = useNats();
  const leave = async () => {
    const { server, nats } = tested();
    await server.kill();
    await eventually(() => !nats.isConnected(), { reason: 'the loss is noticed' });
  };

  it('are heard again when it is back, also by one who began to listen meanwhile', async () => {
    const { nats, server } = tested();
    const broadcast = createBroadcast(nats);
    const channel = { kind: 'typing', entity: 'lobby' };
    const heard: unknown[] = [];
    await broadcast.listen(channel, (news) => heard.push(['early', news]));
    await leave();
    broadcast.publish(channel, 'lost');
    const listening = broadcast.listen(channel, (news) => heard.push(['late', news]));
    await server.restart();
    await listening;
    broadcast.publish(channel, 'back');
    await eventually(() => heard.length >= 2, { reason: 'both hear' });
    // The server has no order among subscriptions.
    expect(heard.sort()).toEqual([
      ['early', 'back'],
      ['late', 'back'],
    ]);
  });

  it('make a service unavailable at once, until it is back', async () => {
    const { nats, server } = tested();
    const bus = createCommandBus(nats);
    const address = { service: 'greeter', operation: 'greet' };
    const serving = bus.serve(address, () => 'hello');
    expect(await bus.request(address, {})).toBe('hello');
    await leave();
    await expect(bus.request(address, {})).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    await server.restart();
    await eventually(() => nats.isConnected(), { reason: 'it connects again' });
    expect(await bus.request(address, {})).toBe('hello');
    serving.close();
  });

  it('tell a handler’s failure to the log, and to the caller only that there was one', async () => {
    const { nats } = tested();
    const told: { readonly message: string; readonly cause: unknown }[] = [];
    const log = { error: (message: string, { cause }: { cause?: unknown } = {}) => void told.push({ message, cause }) };
    const bus = createCommandBus(nats, { log });
    const address = { service: 'failing', operation: 'greet' };
    const bug = new TypeError('secret detail');
    const serving = bus.serve(address, () => Promise.reject(bug));
    const failure = await bus.request(address, {}).catch((cause: unknown) => cause);
    expect(String(failure)).toBe('ServiceUnavailable: failing.greet: TypeError');
    expect(told).toEqual([{ message: 'a request could not be handled', cause: bug }]);
    serving.close();
  });
});

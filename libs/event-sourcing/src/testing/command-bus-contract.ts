import { ServiceUnavailable, type CommandBus, type ServiceAddress } from '../command-bus.js';
import { useAdapter, type CreateAdapter } from './harness.js';

/** What every command bus promises (`CommandBus`). */
export function commandBusContract(create: CreateAdapter<CommandBus>): void {
  const bus = useAdapter(create);
  const open: { close(): void }[] = [];
  const serve = (address: ServiceAddress, handler: (payload: unknown) => unknown) => {
    const serving = bus().serve(address, handler);
    open.push(serving);
    return serving;
  };
  const freshAddress = (): ServiceAddress => ({
    service: `service ${Math.random().toString(36).slice(2)}`,
    operation: 'greet',
  });
  afterEach(() => {
    for (const serving of open.splice(0)) serving.close();
  });

  describe('a request', () => {
    it('is answered with what the handler returns', async () => {
      const address = freshAddress();
      serve(address, (payload) => ({ hello: payload }));
      expect(await bus().request(address, { name: 'Ada 🔥' })).toEqual({ hello: { name: 'Ada 🔥' } });
    });

    it('waits for a handler that takes its time', async () => {
      const address = freshAddress();
      serve(address, () => new Promise((resolve) => setTimeout(resolve, 20, 'done')));
      expect(await bus().request(address, {})).toBe('done');
    });

    it('carries plain JSON, whatever it is', async () => {
      const address = freshAddress();
      serve(address, (payload) => payload);
      for (const payload of [null, 0, '', false, [], {}, [1, [2]], 'x'.repeat(100_000), '\u0000\r\n']) {
        expect(await bus().request(address, payload)).toEqual(payload);
      }
      expect(await bus().request(address, { at: new Date(0), nothing: undefined })).toEqual({
        at: '1970-01-01T00:00:00.000Z',
      });
      expect(await bus().request(address, undefined)).toBeUndefined();
    });

    it('shares nothing with the handler', async () => {
      const address = freshAddress();
      const payload = { names: ['Ada'] };
      serve(address, (received) => {
        (received as typeof payload).names.push('Bob');
      });
      await bus().request(address, payload);
      expect(payload).toEqual({ names: ['Ada'] });
    });

    it('gets its own answer among many', async () => {
      const address = freshAddress();
      serve(address, async (payload) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
        return payload;
      });
      const numbers = Array.from({ length: 100 }, (_, index) => index);
      expect(await Promise.all(numbers.map((number) => bus().request(address, number)))).toEqual(numbers);
    });

    it('goes to the address, operation and instance that were named', async () => {
      const base = freshAddress();
      const addresses: ServiceAddress[] = [
        base,
        { ...base, operation: 'a.b' },
        { ...base, operation: '*' },
        { ...base, operation: '>' },
        { ...base, instance: 'greet' },
        { ...base, instance: 'gateway 1' },
        { ...base, instance: 'GATEWAY 1' },
      ];
      for (const [index, address] of addresses.entries()) serve(address, () => index);
      const answers = await Promise.all(addresses.map((address) => bus().request(address, {})));
      expect(answers).toEqual(addresses.map((_, index) => index));
    });

    it('is handled once, by one of those who serve', async () => {
      const address = freshAddress();
      const handled: number[] = [];
      serve(address, (payload) => handled.push(payload as number));
      serve(address, (payload) => handled.push(payload as number));
      const numbers = Array.from({ length: 40 }, (_, index) => index);
      await Promise.all(numbers.map((number) => bus().request(address, number)));
      expect(handled.sort((a, b) => a - b)).toEqual(numbers);
    });
  });

  describe('a service is unavailable', () => {
    it('when nobody serves it', async () => {
      await expect(bus().request(freshAddress(), {})).rejects.toBeInstanceOf(ServiceUnavailable);
    });

    it('when the answer does not come in time', async () => {
      const address = freshAddress();
      serve(address, () => new Promise(() => undefined));
      await expect(bus().request(address, {}, { timeoutMs: 30 })).rejects.toBeInstanceOf(ServiceUnavailable);
    });

    it('when its handler throws, now or later, and it serves on', async () => {
      const address = freshAddress();
      serve(address, (payload) => {
        if (payload === 'now') throw new Error('a bug');
        return payload === 'later' ? Promise.reject(new Error('an outage')) : 'fine';
      });
      await expect(bus().request(address, 'now')).rejects.toBeInstanceOf(ServiceUnavailable);
      await expect(bus().request(address, 'later')).rejects.toBeInstanceOf(ServiceUnavailable);
      expect(await bus().request(address, 'well')).toBe('fine');
    });

    it('when it serves no more', async () => {
      const address = freshAddress();
      const serving = serve(address, () => 'here');
      expect(await bus().request(address, {})).toBe('here');
      serving.close();
      await expect(bus().request(address, {})).rejects.toBeInstanceOf(ServiceUnavailable);
    });
  });
}

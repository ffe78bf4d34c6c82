import { ServiceUnavailable, type CommandBus, type ServiceAddress } from '../command-bus.js';
import { overTheWire } from './over-the-wire.js';

type Handler = (payload: unknown) => unknown;

const DEFAULT_TIMEOUT_MS = 2_000;

/** Those who serve one address take turns, as the instances of a service do. */
export class InMemoryCommandBus implements CommandBus {
  private readonly servers = new Map<string, Handler[]>();

  async request(
    address: ServiceAddress,
    payload: unknown,
    { timeoutMs = DEFAULT_TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
  ): Promise<unknown> {
    const handler = this.nextHandler(address);
    if (!handler) throw unavailable(address, 'nobody serves it');
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unavailable(address, 'no answer in time')), timeoutMs);
    });
    try {
      return await Promise.race([answer(address, handler, payload), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  serve(address: ServiceAddress, handler: Handler): { close(): void } {
    const key = keyOf(address);
    // Wrapped, so that one function given twice serves twice.
    const server: Handler = (payload) => handler(payload);
    this.servers.set(key, [...(this.servers.get(key) ?? []), server]);
    return {
      close: () => {
        this.servers.set(key, this.servers.get(key)?.filter((other) => other !== server) ?? []);
      },
    };
  }

  private nextHandler(address: ServiceAddress): Handler | undefined {
    const key = keyOf(address);
    const [next, ...others] = this.servers.get(key) ?? [];
    if (next) this.servers.set(key, [...others, next]);
    return next;
  }
}

async function answer(address: ServiceAddress, handler: Handler, payload: unknown): Promise<unknown> {
  try {
    // Another process would not answer within the call either.
    await Promise.resolve();
    return overTheWire(await handler(overTheWire(payload)));
  } catch (cause) {
    throw unavailable(address, 'the handler failed', cause);
  }
}

const keyOf = ({ service, instance, operation }: ServiceAddress): string =>
  JSON.stringify([service, instance ?? null, operation]);

const unavailable = ({ service, operation }: ServiceAddress, reason: string, cause?: unknown) =>
  new ServiceUnavailable(`${service}.${operation}: ${reason}`, { cause });

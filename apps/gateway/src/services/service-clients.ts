import { addresses, type Answer, type MessagesRequests, type RoomsRequests } from '@noroshi/domain';
import { ServiceUnavailable, type CommandBus, type ServiceAddress } from '@noroshi/event-sourcing';

/** A service's requests as functions that answer; a service that is away answers `unavailable`. */
type Client<Requests> = {
  readonly [K in keyof Requests]: Requests[K] extends (request: infer Request) => infer Answered
    ? (request: Request, options?: { readonly patienceMs?: number }) => Promise<Answered>
    : never;
};

export type RoomsClient = Client<RoomsRequests>;
export type MessagesClient = Client<MessagesRequests>;

/** A service that was killed is back within a second or two: joining people should not notice. */
const RETRY_EVERY_MS = 100;

async function ask<T>(bus: CommandBus, address: ServiceAddress, request: { payload: unknown; patienceMs: number }) {
  const giveUpAt = Date.now() + request.patienceMs;
  for (;;) {
    try {
      return (await bus.request(address, request.payload)) as Answer<T>;
    } catch (cause) {
      if (!(cause instanceof ServiceUnavailable)) throw cause;
      if (Date.now() >= giveUpAt) return { ok: false, code: 'unavailable' } as const;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_EVERY_MS));
  }
}

const asking =
  (bus: CommandBus, address: ServiceAddress) =>
  (payload: unknown, { patienceMs = 0 }: { readonly patienceMs?: number } = {}) =>
    ask(bus, address, { payload, patienceMs });

export function createRoomsClient(bus: CommandBus): RoomsClient {
  const to = (operation: keyof RoomsRequests) => asking(bus, addresses.rooms(operation));
  return {
    execute: to('execute'),
    admit: to('admit'),
    members: to('members'),
    summary: to('summary'),
    publicRooms: to('publicRooms'),
    roomsOf: to('roomsOf'),
    mentioned: to('mentioned'),
    roomNamed: to('roomNamed'),
    people: to('people'),
    guestMayUse: to('guestMayUse'),
    present: to('present'),
    connections: to('connections'),
    userPresence: to('userPresence'),
    statuses: to('statuses'),
    chooseStatus: to('chooseStatus'),
  } as RoomsClient;
}

export function createMessagesClient(bus: CommandBus): MessagesClient {
  const to = (operation: keyof MessagesRequests) => asking(bus, addresses.messages(operation));
  return {
    history: to('history'),
    search: to('search'),
    facts: to('facts'),
    sent: to('sent'),
    sentAs: to('sentAs'),
    unread: to('unread'),
    notify: to('notify'),
    notifications: to('notifications'),
    changeNotifications: to('changeNotifications'),
    markRead: to('markRead'),
  } as MessagesClient;
}

import { addresses, type ConnectionWish } from '@noroshi/domain';
import { InMemoryCommandBus } from '@noroshi/event-sourcing';
import { Hub, Session } from '@noroshi/hub';
import { roomsDialect, type Disconnect } from '@noroshi/protocol';
import { OwnConnections } from './own-connections.js';

const SLOW_BYTES = 100;

/** A gateway with one connection, `c`, of which so many bytes wait to be read. */
function gateway() {
  const hub = new Hub({ publish: () => undefined, flush: () => undefined });
  const sent: (readonly [string, boolean])[] = [];
  let [unread, closing]: [number, Disconnect | undefined] = [0, undefined];
  const session: Session = new Session({
    connectionId: 'c',
    connection: {
      send: () => undefined,
      sendAll: () => undefined,
      sendBytes: (bytes, { isText }) => void sent.push([Buffer.from(bytes).toString('hex'), isText]),
      buffered: () => unread,
      drained: () => Promise.resolve(),
      subscribe: () => undefined,
      unsubscribe: () => undefined,
      close: (disconnect) => {
        closing = disconnect;
        hub.remove(session);
      },
    },
    dialect: roomsDialect,
    traits: { oneRoom: true },
    memory: {},
    connectedAt: 5,
    ...{ address: '192.0.2.1', userAgent: 'a phone' },
  });
  hub.add(session);
  const bus = new InMemoryCommandBus();
  const own = new OwnConnections({ gateway: 'gateway-1', hub, bus, slowBytes: SLOW_BYTES });
  return {
    ...{ own, bus, sent, session },
    leaveUnread: (bytes: number) => (unread = bytes),
    closing: () => closing,
  };
}

const post = (hex: string): ConnectionWish => ({
  ...{ kind: 'post', connectionId: 'c', data: Buffer.from(hex, 'hex').toString('base64') },
});

describe('what a back end wishes of a connection here', () => {
  it.each([
    ['', true],
    [Buffer.from('wörld 🔥').toString('hex'), true],
    ['ff', false],
    ['c3', false],
    ['eda080', false],
    ['00', true],
  ])('bytes %s go out as text: %s', (hex, isText) => {
    const { own, sent } = gateway();
    expect(own.fulfil(post(hex))).toEqual({ kind: 'done' });
    expect(sent).toEqual([[hex, isText]]);
  });

  it('is not sent while too much waits for the client', () => {
    const { own, sent, leaveUnread } = gateway();
    leaveUnread(SLOW_BYTES);
    expect(own.fulfil(post('00'))).toEqual({ kind: 'done' });
    leaveUnread(SLOW_BYTES + 1);
    expect(own.fulfil(post('01'))).toEqual({ kind: 'slow' });
    leaveUnread(0);
    expect(own.fulfil(post('02'))).toEqual({ kind: 'done' });
    expect(sent.map(([hex]) => hex)).toEqual(['00', '02']);
  });

  it('is told of it', () => {
    const { own, session } = gateway();
    session.lastActivity = 7;
    expect(own.fulfil({ kind: 'describe', connectionId: 'c' })).toEqual({
      ...{ kind: 'described', connectedAt: 5, lastActivity: 7, address: '192.0.2.1', userAgent: 'a phone' },
    });
  });

  it('is gone once it was closed, or never was', () => {
    const { own, closing } = gateway();
    expect(own.fulfil({ kind: 'close', connectionId: 'c' })).toEqual({ kind: 'done' });
    expect(closing()).toMatchObject({ code: 1001 });
    for (const connectionId of ['c', 'other'])
      for (const kind of ['describe', 'close'] as const)
        expect(own.fulfil({ kind, connectionId })).toEqual({ kind: 'gone' });
    expect(own.fulfil(post('00'))).toEqual({ kind: 'gone' });
  });

  it('may be asked for by another gateway, until this one ends', async () => {
    const { own, bus, sent } = gateway();
    const address = addresses.gateway('gateway-1', 'connection');
    expect(await bus.request(address, post('ff'))).toEqual({ kind: 'done' });
    expect(sent).toEqual([['ff', false]]);
    own.close();
    await expect(bus.request(address, post('ff'))).rejects.toThrow();
  });
});

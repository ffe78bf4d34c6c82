import { Hub, Session } from '@noroshi/hub';
import { disconnects, roomsDialect, textOf, type Disconnect } from '@noroshi/protocol';
import { drainGateway } from './drain.js';
import { nowhere } from './nowhere.js';

/** A gateway with so many connections, and what each of them was told in the end. */
function gateway(count: number) {
  const hub = new Hub({ publish: () => undefined, flush: () => undefined });
  const clients = Array.from({ length: count }, (_, index) => {
    const heard: string[] = [];
    const closings: Disconnect[] = [];
    const session: Session = new Session({
      connectionId: `c${index}`,
      connection: {
        ...nowhere,
        send: (said) => void heard.push(textOf(said)),
        close: (disconnect) => {
          closings.push(disconnect);
          session.closed = true;
          hub.remove(session);
        },
      },
      dialect: roomsDialect,
      traits: { oneRoom: true },
      memory: {},
      connectedAt: 0,
    });
    hub.add(session);
    return { session, heard, closings };
  });
  return { hub, clients };
}

describe('a gateway that is told to stop', () => {
  it('tells each client a time of its own within the limit, then closes it', async () => {
    const { hub, clients } = gateway(100);
    await drainGateway(hub, 100);
    const times = clients.map(({ heard }) => (JSON.parse(heard[0] ?? '') as { retryAfter: number }).retryAfter);
    expect(Math.max(...times)).toBeLessThanOrEqual(100);
    expect(new Set(times).size).toBeGreaterThan(20);
    for (const { closings } of clients) expect(closings).toEqual([disconnects.goingAway]);
  });

  it('finishes first what a client has asked, and takes no more from it', async () => {
    const { hub, clients } = gateway(2);
    const [busy, free] = clients as [(typeof clients)[0], (typeof clients)[0]];
    busy.session.framesInHand = 1;
    const drained = drainGateway(hub, 0);
    while (!free.session.closed) await new Promise((resolve) => setImmediate(resolve));
    expect([busy.session.leaving, busy.session.closed]).toEqual([true, false]);
    busy.session.framesInHand = 0;
    await drained;
    expect(busy.closings).toEqual([disconnects.goingAway]);
  });

  it('does not wait for ever for what does not end', async () => {
    const { hub, clients } = gateway(1);
    (clients[0] as (typeof clients)[0]).session.framesInHand = 1;
    await drainGateway(hub, 0);
    expect(clients[0]?.closings).toEqual([disconnects.goingAway]);
  });

  it('also sends those away who came while it was at it', async () => {
    const { hub, clients } = gateway(2);
    const [early, late] = clients as [(typeof clients)[0], (typeof clients)[0]];
    hub.remove(late.session);
    early.session.framesInHand = 1;
    const drained = drainGateway(hub, 0);
    hub.add(late.session);
    early.session.framesInHand = 0;
    await drained;
    expect(late.closings).toEqual([disconnects.goingAway]);
  });
});

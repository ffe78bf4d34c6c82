import { addresses, type ConnectionOutcome, type ConnectionWish } from '@noroshi/domain';
import { InMemoryCommandBus, ServiceUnavailable } from '@noroshi/event-sourcing';
import { gatewayMark, newConnectionId } from './connection-id.js';
import { Connections } from './connections.js';
import type { Found } from './live-gateways.js';

const mark = gatewayMark('gateway-1');
const far = newConnectionId(gatewayMark('gateway-2'));
const gone: ConnectionOutcome = { kind: 'gone' };
const close = (connectionId: string): ConnectionWish => ({ kind: 'close', connectionId });

/** Gateway 1, that holds one connection, and what it knows of gateway 2. */
function scene(options: { readonly found: () => Found; readonly patienceMs?: number }) {
  const bus = new InMemoryCommandBus();
  const own = newConnectionId(mark);
  const connections = new Connections({
    bus,
    mark,
    own: { fulfil: ({ connectionId }) => (connectionId === own ? { kind: 'done' } : gone) },
    gateways: { find: options.found },
    patienceMs: options.patienceMs ?? 10_000,
  });
  const asked: unknown[] = [];
  const answers = (outcome: ConnectionOutcome) =>
    bus.serve(addresses.gateway('gateway-2', 'connection'), (wish) => {
      asked.push(wish);
      return outcome;
    });
  return { connections, own, answers, asked };
}

const lives = (): Found => ({ gateway: 'gateway-2' });
const nobody = (): Found => 'nobody';

describe('a wish to a connection', () => {
  it('is fulfilled here when it is here, and nobody else is asked', async () => {
    const { connections, own } = scene({ found: nobody });
    expect(await connections.fulfil(close(own))).toEqual({ kind: 'done' });
  });

  it('is gone when it was here', async () => {
    const { connections } = scene({ found: () => 'not yet', patienceMs: 0 });
    expect(await connections.fulfil(close(newConnectionId(mark)))).toEqual(gone);
  });

  it('is fulfilled by the gateway that holds it', async () => {
    const { connections, answers, asked } = scene({ found: lives });
    answers({ kind: 'done' });
    expect(await connections.fulfil(close(far))).toEqual({ kind: 'done' });
    expect(asked).toEqual([close(far)]);
  });

  it('is gone when the gateway that should hold it says so', async () => {
    const { connections, answers } = scene({ found: lives });
    answers(gone);
    expect(await connections.fulfil(close(far))).toEqual(gone);
  });

  it('is gone when there is no such gateway', async () => {
    const { connections } = scene({ found: nobody });
    expect(await connections.fulfil(close(far))).toEqual(gone);
  });

  it('is not told to be gone while its gateway may just be slow', async () => {
    const { connections } = scene({ found: lives, patienceMs: 300 });
    await expect(connections.fulfil(close(far))).rejects.toThrow(ServiceUnavailable);
  });

  it('is not told to be gone while not everybody was heard', async () => {
    const { connections } = scene({ found: () => 'not yet', patienceMs: 300 });
    await expect(connections.fulfil(close(far))).rejects.toThrow(ServiceUnavailable);
  });

  it('waits for a gateway that is back in a moment', async () => {
    let tries = 0;
    const { connections, answers } = scene({
      found: () => {
        tries += 1;
        if (tries === 3) answers({ kind: 'slow' });
        return tries === 1 ? 'not yet' : lives();
      },
    });
    expect(await connections.fulfil(close(far))).toEqual({ kind: 'slow' });
  });

  it('is gone as soon as its gateway has been silent for too long', async () => {
    let tries = 0;
    const { connections } = scene({ found: () => ((tries += 1) < 3 ? lives() : 'nobody') });
    expect(await connections.fulfil(close(far))).toEqual(gone);
  });
});

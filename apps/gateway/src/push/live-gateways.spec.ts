import { channels } from '@noroshi/domain';
import { InMemoryBroadcast } from '@noroshi/event-sourcing';
import { gatewayMark } from './connection-id.js';
import { LiveGateways, SILENCE_MS } from './live-gateways.js';

const mark = gatewayMark('gateway-2');
const open: LiveGateways[] = [];
afterEach(() => {
  for (const gateways of open.splice(0)) gateways.close();
});

/** Another gateway to be heard, and a clock that moves when it is told. */
async function scene() {
  const broadcast = new InMemoryBroadcast();
  let [now, hears] = [0, true];
  const gateways = await LiveGateways.begin({ broadcast, canHear: () => hears, now: () => now });
  open.push(gateways);
  return {
    gateways,
    lease: async () => {
      broadcast.publish(channels.leases, { run: { gateway: 'gateway-2', epoch: 1 }, change: 0 });
      await Promise.resolve();
    },
    /** As it passes for a process that runs on time. */
    pass: (ms: number) => {
      const end = now + ms;
      while (now < end) {
        now += 500;
        gateways.look();
      }
    },
    /** As it passes for one that stands still. */
    sleep: (ms: number) => (now += ms),
    deafen: (deaf: boolean) => (hears = !deaf),
  };
}

describe('the gateways that live', () => {
  it('are found by the mark in the ids of their connections', async () => {
    const { gateways, lease } = await scene();
    await lease();
    expect(gateways.find(mark)).toEqual({ gateway: 'gateway-2' });
  });

  it('may not all be known before each had the time to be heard', async () => {
    const { gateways, pass } = await scene();
    expect(gateways.find(mark)).toBe('not yet');
    pass(2_500);
    expect(gateways.find(mark)).toBe('nobody');
  });

  it('are no more when they have been silent for as long as the registry waits', async () => {
    const { gateways, lease, pass } = await scene();
    await lease();
    pass(SILENCE_MS - 500);
    expect(gateways.find(mark)).toEqual({ gateway: 'gateway-2' });
    pass(500);
    expect(gateways.find(mark)).toBe('nobody');
  });

  it('are not taken for silent because nobody could be heard', async () => {
    const { gateways, lease, pass, deafen } = await scene();
    await lease();
    deafen(true);
    pass(60_000);
    expect(gateways.find(mark)).toEqual({ gateway: 'gateway-2' });
    expect(gateways.find('others')).toBe('not yet');
    deafen(false);
    pass(SILENCE_MS);
    expect(gateways.find(mark)).toBe('nobody');
  });

  it('are not taken for silent because this process stood still', async () => {
    const { gateways, lease, sleep } = await scene();
    await lease();
    sleep(60_000);
    expect(gateways.find(mark)).toEqual({ gateway: 'gateway-2' });
    expect(gateways.find('others')).toBe('not yet');
  });
});

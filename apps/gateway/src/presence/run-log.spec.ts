import { sessionLane, type SessionEvent } from '@noroshi/domain';
import { EventLogUnavailable, type AppendResult } from '@noroshi/event-sourcing';
import { RunLog } from './run-log.js';

interface Sent {
  readonly event: SessionEvent;
  readonly store: (position: number) => void;
  readonly fail: () => void;
}

/** A log that answers when it is told to. */
function telling() {
  const sent: Sent[] = [];
  const failures: unknown[] = [];
  const log = new RunLog({
    run: { gateway: 'g', epoch: 5 },
    store: {
      append: (lane, event) =>
        new Promise<AppendResult>((resolve, reject) => {
          expect(lane).toEqual(sessionLane('g'));
          sent.push({
            event,
            store: (position) => resolve({ stored: true, position, duplicate: false }),
            fail: () => reject(new EventLogUnavailable('away')),
          });
        }),
    },
    onFailure: (cause) => failures.push(cause),
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const numbers = () => sent.map(({ event }) => ('change' in event ? event.change : 0));
  const begin = async () => {
    void log.append({ type: 'GatewayStarted' });
    sent[0]?.store(1);
    await settled();
  };
  return { log, sent, failures, settled, numbers, begin };
}

describe('the log of a run', () => {
  it('is told the beginning before anything else, and then much at once, in order', async () => {
    const { log, sent, settled, numbers } = telling();
    for (let index = 0; index < 600; index += 1) void log.append({ type: 'GatewayStarted' });
    expect(numbers()).toEqual([1]);
    sent[0]?.store(1);
    await settled();
    expect(numbers()).toEqual(Array.from({ length: 513 }, (_, index) => index + 1));
    expect(sent[1]?.event.run).toEqual({ gateway: 'g', epoch: 5 });
  });

  it('counts what was acknowledged without a hole', async () => {
    const { log, sent, settled, begin } = telling();
    await begin();
    for (let index = 0; index < 3; index += 1) void log.append({ type: 'GatewayIntroduced' });
    sent[3]?.store(9);
    sent[1]?.store(7);
    await settled();
    expect(log.acknowledged).toBe(2);
    sent[2]?.store(8);
    await settled();
    expect(log.acknowledged).toBe(4);
  });

  it('tells where an event was stored', async () => {
    const { log, sent, begin } = telling();
    await begin();
    const position = log.append({ type: 'GatewayIntroduced' });
    sent[1]?.store(77);
    expect(await position).toBe(77);
  });

  it('gives the run up when an event is not taken: what waits is dropped, and that is told once', async () => {
    const { log, sent, failures, settled, begin, numbers } = telling();
    await begin();
    const positions = Array.from({ length: 600 }, () => log.append({ type: 'GatewayIntroduced' }));
    sent[1]?.fail();
    sent[2]?.fail();
    await settled();
    expect(failures).toHaveLength(1);
    expect(await positions[0]).toBeUndefined();
    expect(await positions[599]).toBeUndefined();
    expect(await log.append({ type: 'GatewayIntroduced' })).toBeUndefined();
    expect(numbers()).toHaveLength(513);
  });

  it('is idle when the log has everything', async () => {
    const { log, sent, begin } = telling();
    await begin();
    void log.append({ type: 'GatewayIntroduced' });
    let isIdle = false;
    const idle = log.idle().then(() => (isIdle = true));
    await Promise.resolve();
    expect(isIdle).toBe(false);
    sent[1]?.store(2);
    await idle;
  });
});

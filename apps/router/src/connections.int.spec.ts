import type { SessionEvent } from '@noroshi/domain';
import { ScriptedRun } from '@noroshi/domain/testing';
import { WebhookReceiver } from '@noroshi/testing';
import { runRouter, webhook } from './testing/running-router.js';

let router: Awaited<ReturnType<typeof runRouter>>;
let target: WebhookReceiver;
let gateways = 0;

beforeAll(async () => {
  router = await runRouter();
});
beforeEach(async () => {
  target = await WebhookReceiver.start();
});
afterEach(async () => {
  await router.stopService();
  await target.goDown();
});
afterAll(() => router.stop());

const route = () =>
  webhook(`hooks-${gateways}`, target.url, {
    rules: [{ events: ['ConnectionOpened', 'ConnectionClosed'], where: {} }],
  });

/** A gateway that no other test knows, and what it tells. */
async function gateway() {
  const name = `gateway-${++gateways}`;
  const run = new ScriptedRun(name, 1);
  await router.tell(name, run.started(), run.introduced());
  return { name, run, tell: (...events: readonly SessionEvent[]) => router.tell(name, ...events) };
}

/** What was told, each once, in short. */
function told(): string[] {
  const first = new Map(
    target.taken
      .map(({ id, body: { type, data } }) => [id, `${String(data['connectionId'])} ${type}`] as const)
      .reverse(),
  );
  return [...first.values()].reverse();
}

const isTold = (count: number) =>
  target.has((taken) => new Set(taken.map(({ id }) => id)).size >= count, 'all is told');

describe('a back end that is told of connections', () => {
  it('learns who comes and who goes', async () => {
    const { name, run, tell } = await gateway();
    await router.route(route());
    await tell(run.opened('b1'), run.entered('b1'), run.opened('g1'), run.closed('b1'));
    await isTold(3);
    expect(told()).toEqual(['b1 ConnectionOpened', 'g1 ConnectionOpened', 'b1 ConnectionClosed']);
    expect(target.taken[0]?.body.data).toEqual({
      ...{ connectionId: 'b1', gateway: name, user: { id: 'bob', name: 'Bob', guest: false } },
      ...{ userAgent: 'a test', address: '192.0.2.1', connectedAt: '1970-01-01T00:00:01.000Z' },
    });
    expect(target.taken[2]?.body.data).toMatchObject({ connectionId: 'b1', lost: false });
  });

  it('learns that those of a killed gateway are gone, whether it comes back or not', async () => {
    const { name, run, tell } = await gateway();
    await router.route(route());
    await tell(run.opened('b1'), run.opened('e1'), run.lost('b1'));
    const next = new ScriptedRun(name, 2);
    await tell(next.started(), next.introduced());
    await isTold(4);
    expect(told()).toEqual([
      ...['b1 ConnectionOpened', 'e1 ConnectionOpened', 'b1 ConnectionClosed', 'e1 ConnectionClosed'],
    ]);
    expect(target.taken.at(-1)?.body.data).toMatchObject({ connectionId: 'e1', lost: true });
  });

  it('learns of a leave that happened while the service was away, of somebody who came before', async () => {
    const { name, run, tell } = await gateway();
    const own = route();
    await router.route(own);
    await tell(run.opened('b1'), run.opened('e1'));
    await isTold(2);
    await router.stopService();
    await tell(run.closed('b1'));
    const next = new ScriptedRun(name, 2);
    await tell(next.started(), next.introduced());
    await router.route(own);
    await isTold(4);
    expect(told().slice(2)).toEqual(['b1 ConnectionClosed', 'e1 ConnectionClosed']);
  });

  it('that is new learns of the leave of those who were here before it', async () => {
    const { run, tell } = await gateway();
    await tell(run.opened('b1'));
    await router.route(route());
    await tell(run.closed('b1'));
    await isTold(1);
    expect(told()).toEqual(['b1 ConnectionClosed']);
  });

  it('has what it refuses among the dead letters, each leave of a gateway by itself when it is told again', async () => {
    const { name, run, tell } = await gateway();
    const own = route();
    const consumer = `route-${own.name}-session`;
    target.answer = ({ body: { type, data } }) =>
      type === 'ConnectionClosed' && data['connectionId'] === 'b1' ? 400 : 200;
    await router.route(own);
    await tell(run.opened('b1'), run.opened('e1'), run.opened('g1'));
    const next = new ScriptedRun(name, 2);
    await tell(next.started(), next.introduced(), next.opened('b2'));
    await isTold(6);
    expect(told().slice(3)).toEqual(['e1 ConnectionClosed', 'g1 ConnectionClosed', 'b2 ConnectionOpened']);
    const { items } = await router.deadLetters.list({ consumer, limit: 9 });
    expect(items).toMatchObject([{ reason: 'DeliveryRefused: answered 400', tries: 3 }]);
    target.answer = () => 200;
    expect(await router.replay(consumer, items[0]?.id ?? '')).toEqual({ kind: 'replayed' });
    expect(told()).toContain('b1 ConnectionClosed');
  });
});

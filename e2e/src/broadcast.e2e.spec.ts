import { ask } from './api.js';
import { setScene } from './scene.js';

const KEY = 'ops:the-key-of-the-operators';
const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_API_KEYS: KEY } });

const broadcast = (body: object, bearer = KEY): Promise<Response> =>
  ask(scene.stack, { method: 'POST', path: '/broadcast', bearer, body });

/** Of eight connections all on one gateway is a chance of 1 in 128: enough to notice over time. */
const tabsOf = (userId: string) => Promise.all(Array.from({ length: 8 }, () => scene.connect(userId)));

describe('what a back end tells', () => {
  it('everybody in a room, they hear, on every gateway, and nobody else', async () => {
    const roomId = scene.newRoom();
    const here = await tabsOf('ann');
    const elsewhere = await scene.connect('ben');
    await Promise.all(here.map((tab) => tab.join(roomId)));
    await elsewhere.join(scene.newRoom());
    expect((await broadcast({ room: roomId, data: { sale: true } })).status).toBe(202);
    for (const tab of here)
      expect(await tab.next('broadcast')).toEqual({
        ...{ type: 'broadcast', roomId, data: { sale: true }, timestamp: expect.any(String) as string },
      });
    await broadcast({ room: roomId, data: null });
    for (const tab of here) expect(await tab.next('broadcast')).toMatchObject({ data: null });
    await elsewhere.settled();
    expect(elsewhere.of('broadcast')).toEqual([]);
  });

  it('a user, all of the connections hear, in a room or not', async () => {
    const [tabs, other] = [await tabsOf('cat'), await scene.connect('dan')];
    await broadcast({ user: 'cat', data: 'for cat' });
    for (const tab of tabs)
      expect(await tab.next('broadcast')).toEqual({
        ...{ type: 'broadcast', data: 'for cat', timestamp: expect.any(String) as string },
      });
    await other.settled();
    expect(other.of('broadcast')).toEqual([]);
  });

  it('some connections, those hear, and of those that are gone nothing is said', async () => {
    const tabs = await tabsOf('eve');
    const chosen = tabs.filter((_, index) => index % 2 === 0);
    const connections = [...chosen.map(({ connectionId }) => connectionId), 'L0SM9cOFvHcCIhw='];
    expect((await broadcast({ connections, data: 1 })).status).toBe(202);
    for (const tab of chosen) expect(await tab.next('broadcast')).toMatchObject({ data: 1 });
    await broadcast({ user: 'eve', data: 2 });
    for (const tab of tabs) await tab.next({ type: 'broadcast', data: 2 });
    expect(tabs.flatMap((tab) => tab.of('broadcast')).filter(({ data }) => data === 1)).toHaveLength(chosen.length);
  });

  it.each([
    {},
    { data: 1 },
    { room: 'r' },
    { room: 'r', user: 'u', data: 1 },
    { room: 1, data: 1 },
    { room: '\u0000', data: 1 },
    { user: '', data: 1 },
    { connections: [], data: 1 },
    { connections: 'c', data: 1 },
    { connections: ['a b'], data: 1 },
    { connections: Array.from({ length: 1001 }, () => 'c'), data: 1 },
  ])('is refused when it makes no sense: %j', async (body) => {
    const answer = await broadcast(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: expect.stringMatching(/^invalid_/) as string });
  });

  it('is for operators and back ends alone', async () => {
    const body = { room: 'r', data: 1 };
    expect((await broadcast(body, scene.stack.token('root', { roles: ['admin'] }))).status).toBe(202);
    expect((await broadcast(body, scene.stack.token('ann'))).status).toBe(403);
    expect((await broadcast(body, 'ops:wrong')).status).toBe(401);
  });
});

import { ask, type Asked } from './api.js';
import type { Client, Frame } from './client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2' } });

/** The kernel spreads connections over the gateways: of sixteen, all on one is a chance of 1 in 30,000. */
const TABS = 16;

/** A room of Olga's, where Mallory looks in from both gateways. */
async function roomWithMallory() {
  const roomId = scene.newRoom();
  const olga = await scene.connect('olga');
  await olga.join(roomId);
  const tabs = await Promise.all(Array.from({ length: TABS }, () => scene.connect('mallory')));
  await Promise.all(tabs.map((tab) => tab.join(roomId)));
  return { roomId, olga, tabs };
}

const moderate = async (
  asked: Omit<Asked, 'path' | 'bearer'> & { readonly roomId: string; readonly what: string; readonly by?: string },
): Promise<{ status: number; body: { code?: string; offset?: string } }> => {
  const { roomId, what, by = 'olga', ...rest } = asked;
  const path = `/rooms/${encodeURIComponent(roomId)}/${what}`;
  const answer = await ask(scene.stack, { ...rest, path, bearer: scene.stack.token(by) });
  return { status: answer.status, body: (await answer.json()) as { code?: string; offset?: string } };
};

/** What each tab is told after it tried to say something; the message itself where it was let through. */
const sayOnEach = (tabs: readonly Client[], roomId: string): Promise<Frame[]> =>
  Promise.all(
    tabs.map((tab, index) => {
      const content = `from ${index}`;
      tab.send({ action: 'message', roomId, content });
      return tab.next((frame) => frame.type === 'error' || frame['content'] === content);
    }),
  );

it('who is banned is put out of the room on every gateway, can not come back, and may when the ban is lifted', async () => {
  const { roomId, olga, tabs } = await roomWithMallory();
  const banned = await moderate({ method: 'PUT', roomId, what: 'bans/mallory' });
  expect(banned).toMatchObject({ status: 200, body: { offset: expect.any(String) as string } });
  for (const tab of tabs) expect(await tab.next('leftRoom')).toMatchObject({ roomId, code: 'banned' });
  await olga.next({ type: 'memberLeft', userId: 'mallory' });
  for (const error of await sayOnEach(tabs, roomId)) expect(error).toMatchObject({ code: 'not_in_room' });
  const [tab] = tabs as [Client];
  tab.send({ action: 'joinRoom', roomId });
  expect(await tab.next('error')).toMatchObject({ code: 'banned', action: 'joinRoom' });
  expect(await moderate({ method: 'PUT', roomId, what: 'bans/mallory' })).toEqual({ status: 200, body: {} });
  expect(await moderate({ method: 'DELETE', roomId, what: 'bans/mallory' })).toMatchObject({ status: 200 });
  await tab.join(roomId);
});

it('who is removed is put out on every gateway, and may come back', async () => {
  const { roomId, tabs } = await roomWithMallory();
  expect(await moderate({ method: 'DELETE', roomId, what: 'members/mallory' })).toMatchObject({ status: 200 });
  for (const tab of tabs) expect(await tab.next('leftRoom')).toMatchObject({ roomId, code: 'not_a_member' });
  for (const error of await sayOnEach(tabs, roomId)) expect(error).toMatchObject({ code: 'not_in_room' });
  await tabs[0]?.join(roomId);
});

it('who is muted hears, and says nothing on any gateway, until the mute is over', async () => {
  const { roomId, olga, tabs } = await roomWithMallory();
  const mute = (until: unknown) => moderate({ method: 'PUT', roomId, what: 'mutes/mallory', body: { until } });
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  expect(await mute(inAnHour)).toMatchObject({ status: 200 });
  for (const error of await sayOnEach(tabs, roomId)) expect(error).toMatchObject({ type: 'error', code: 'muted' });
  await olga.say(roomId, 'You are muted');
  await Promise.all(tabs.map((tab) => tab.next({ content: 'You are muted' })));
  expect(await mute(Date.now())).toMatchObject({ status: 200 });
  for (const said of await sayOnEach(tabs, roomId)) expect(said).toMatchObject({ type: 'message' });
  for (const until of [undefined, null, 'soon', {}, 1.5]) {
    expect(await mute(until)).toMatchObject({ status: 400, body: { code: 'invalid_time' } });
  }
});

it('nobody moderates who may not, and a member may put out nobody but itself', async () => {
  const { roomId, tabs } = await roomWithMallory();
  for (const [method, what, body] of [
    ['DELETE', 'members/olga', undefined],
    ['PUT', 'bans/olga', undefined],
    ['DELETE', 'bans/somebody', undefined],
    ['PUT', 'mutes/olga', { until: Date.now() + 60_000 }],
  ] as const) {
    for (const [by, code] of [
      ['mallory', 'forbidden'],
      ['a-stranger', 'not_a_member'],
    ] as const) {
      const refused = await moderate({ method, roomId, what, by, ...(body ? { body } : {}) });
      expect(refused).toMatchObject({ status: 403, body: { code } });
    }
    const path = `/rooms/${roomId}/${what}`;
    const byNobody = await ask(scene.stack, { method, path, bearer: 'nonsense', ...(body ? { body } : {}) });
    expect(byNobody.status).toBe(401);
  }
  expect(await moderate({ method: 'DELETE', roomId, what: 'members/mallory', by: 'mallory' })).toMatchObject({
    status: 200,
  });
  for (const tab of tabs) expect(await tab.next('leftRoom')).toMatchObject({ roomId });
  expect(await moderate({ method: 'PUT', roomId: 'nobody-was-here', what: 'bans/x' })).toMatchObject({
    status: 404,
    body: { code: 'room_not_found' },
  });
});

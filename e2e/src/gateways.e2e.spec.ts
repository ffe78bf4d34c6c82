import { eventually } from '@noroshi/testing';
import { WebSocket } from 'ws';
import type { Client } from './client.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2' } });

const isOpen = ({ socket }: Client): boolean => socket.readyState === WebSocket.OPEN;

/** The kernel spreads connections over the gateways: of sixteen, all on one is a chance of 1 in 30,000. */
const crowd = (): Promise<Client[]> =>
  Promise.all(Array.from({ length: 16 }, (_, index) => scene.connect(`user-${index}`)));

it('people on different gateways are in one room, and see those of a killed gateway leave', async () => {
  const roomId = scene.newRoom();
  const clients = await crowd();
  await Promise.all(clients.map((client) => client.join(roomId)));
  for (const [index, client] of clients.entries()) client.send({ action: 'message', roomId, content: `from ${index}` });
  await Promise.all(clients.flatMap((client) => clients.map((_, index) => client.next({ content: `from ${index}` }))));
  const [order, ...others] = clients.map((client) => client.of('message').map(({ messageId }) => messageId));
  for (const other of others) expect(other).toEqual(order);

  const former = scene.stack.kill('gateway-2');
  const cut = await eventually(
    () => {
      const gone = clients.filter((client) => !isOpen(client));
      return gone.length > 0 && gone;
    },
    { reason: 'connections of the killed gateway end' },
  );
  expect(cut.length).toBeLessThan(clients.length);
  const left = clients.filter(isOpen);
  await Promise.all(
    left.flatMap((client) => cut.map((gone) => client.next({ type: 'memberLeft', connectionId: gone.connectionId }))),
  );
  const [observer] = left as [Client];
  expect(observer.of('memberLeft')).toHaveLength(cut.length);
  observer.send({ action: 'members', roomId });
  expect(await observer.next('members')).toMatchObject({ present: left.length, count: clients.length });
  await scene.stack.isBack('gateway-2', former);
});

it('a signal reaches the one connection it is for, on whichever gateway, and nobody else', async () => {
  const roomId = scene.newRoom();
  const clients = await crowd();
  const [caller, ...others] = clients as [Client, ...Client[]];
  const outsider = await scene.connect('outsider');
  await Promise.all(clients.map((client) => client.join(roomId)));
  const signal = { action: 'signal', roomId, data: { sdp: 'v=0', candidates: [null] } };
  for (const { connectionId } of [...others, outsider]) caller.send({ ...signal, connectionId });
  for (const other of others)
    expect(await other.next('signal')).toEqual({
      type: 'signal',
      roomId,
      from: caller.connectionId,
      userId: 'user-0',
      data: signal.data,
    });
  outsider.send({ ...signal, connectionId: caller.connectionId });
  expect(await outsider.next('error')).toMatchObject({ code: 'not_in_room', action: 'signal' });
  await caller.say(roomId, 'after it');
  await Promise.all(others.map((other) => other.next({ type: 'message', content: 'after it' })));
  expect(clients.map((client) => client.of('signal').length)).toEqual([0, ...others.map(() => 1)]);
  expect(outsider.of('signal')).toEqual([]);
});

it('somebody with a tab on each gateway is one presence, and typing on one never reaches the other', async () => {
  const roomId = scene.newRoom();
  const observer = await scene.connect('observer');
  await observer.join(roomId);
  const tabs = await Promise.all(Array.from({ length: 16 }, () => scene.connect('many-tabs')));
  await Promise.all(tabs.map((tab) => tab.join(roomId)));
  tabs[0]?.send({ action: 'typing', roomId, isTyping: true });
  await observer.next({ type: 'typing', userId: 'many-tabs' });
  await observer.say(roomId, 'after it');
  await Promise.all(tabs.map((tab) => tab.next({ type: 'message', content: 'after it' })));
  expect(tabs.flatMap((tab) => tab.of('typing'))).toEqual([]);
  await Promise.all(tabs.map((tab) => tab.close()));
  expect(await observer.next('memberLeft')).toMatchObject({ userId: 'many-tabs', memberCount: 1 });
  expect(observer.of('memberJoined')).toHaveLength(1);
});

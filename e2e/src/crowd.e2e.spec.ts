import { readAll } from './api.js';
import type { Client } from './client.js';
import { setScene } from './scene.js';

const scene = setScene();

const connectAll = (count: number): Promise<Client[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => scene.connect(`user-${index}`)));

interface Member {
  readonly userId: string;
  readonly role: string;
  readonly present: boolean;
}

it('twenty who join a new room at the same moment are in one room, with one owner', async () => {
  const roomId = scene.newRoom();
  const clients = await connectAll(20);
  const joined = await Promise.all(clients.map((client, index) => client.join(roomId, { roomName: `by ${index}` })));
  expect(new Set(joined.map(({ roomName }) => roomName)).size).toBe(1);

  const [first] = clients as [Client, ...Client[]];
  first.send({ action: 'members', roomId });
  const answer = await first.next('members');
  const members = answer['members'] as Member[];
  expect(answer).toMatchObject({ count: 20, present: 20 });
  expect(new Set(members.map(({ userId }) => userId)).size).toBe(20);
  const owners = members
    .filter(({ role }) => role === 'owner')
    .map(({ userId }) => `by ${userId.slice('user-'.length)}`);
  expect(owners).toEqual([joined[0]?.['roomName']]);

  await first.say(roomId, 'to everybody');
  await Promise.all(clients.slice(1).map((client) => client.next({ type: 'message', content: 'to everybody' })));
});

it('what five say at once is heard by all in the same order, each message once', async () => {
  const roomId = scene.newRoom();
  const clients = await connectAll(20);
  await Promise.all(clients.map((client) => client.join(roomId)));
  const senders = clients.slice(0, 5);
  for (let index = 0; index < 50; index += 1) {
    for (const [sender, client] of senders.entries()) {
      client.send({ action: 'message', roomId, content: `${sender}/${index}`, clientMessageId: `${index}` });
    }
  }
  await Promise.all(senders.map((sender) => sender.next({ type: 'accepted', clientMessageId: '49' })));
  const heard = (client: Client): unknown[] => client.of('message').map(({ content }) => content);
  await Promise.all(senders.flatMap((_, sender) => clients.map((client) => client.next({ content: `${sender}/49` }))));

  const [order, ...others] = clients.map(heard) as [unknown[], ...unknown[][]];
  for (const other of others) expect(other).toEqual(order);
  for (const sender of senders.keys()) {
    const own = order.filter((content) => (content as string).startsWith(`${sender}/`));
    expect(own).toEqual(Array.from({ length: 50 }, (_, index) => `${sender}/${index}`));
  }
  const history = await readAll(scene.stack, { roomId, token: scene.stack.token('reader') });
  expect(history.map(({ content }) => content)).toEqual(order);
  expect(clients.flatMap((client) => client.of('error'))).toEqual([]);
});

it('those who come and go at once are counted right in the end', async () => {
  const roomId = scene.newRoom();
  const observer = await scene.connect('observer');
  await observer.join(roomId);
  const clients = await connectAll(10);
  await Promise.all(clients.map((client) => client.join(roomId)));
  await Promise.all(clients.slice(0, 5).map((client) => client.close()));
  for (let index = 0; index < 5; index += 1) await observer.next({ type: 'memberLeft', userId: `user-${index}` });
  expect(observer.of('memberLeft').at(-1)).toMatchObject({ memberCount: 6 });
  observer.send({ action: 'members', roomId });
  expect(await observer.next('members')).toMatchObject({ present: 6, count: 11 });
});

import { setTimeout as delay } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import { startNatsServer, type NatsServer } from '@noroshi/testing';
import { Client } from './client.js';
import { Stack } from './stack.js';

const START_MS = 180_000;

let server: NatsServer;
let stack: Stack;
let nats: NatsConnection;

beforeAll(async () => {
  server = await startNatsServer();
  stack = await Stack.start({ env: { NATS_URL: server.url } });
  nats = await connect({ servers: server.url });
}, START_MS);

afterAll(async () => {
  await nats.close();
  await stack.discard();
  await server.stop();
}, START_MS);

/** As the rooms service decided it while the user was away, stored when the user is back: a log without a leader does that. */
const endVisitLate = (roomId: string, userId: string) =>
  jetstream(nats).publish(`room.${roomId}.members`, JSON.stringify({ type: 'MemberLeft', userId, visitEnded: true }));

/** Says it until it is accepted, as long as the server asks to try again, and when it does. */
async function persist(client: Client, roomId: string, content: string): Promise<void> {
  const clientMessageId = content;
  for (let type = ''; type !== 'accepted';) {
    client.send({ action: 'message', roomId, content, clientMessageId });
    const answer = await client.next(
      (frame) => frame.type !== 'message' && frame['clientMessageId'] === clientMessageId,
    );
    type = answer.type;
    if (type !== 'error') continue;
    expect(answer).toMatchObject({ code: 'unavailable' });
    await delay(Number(answer['retryAfter']) * 1000);
  }
}

it('a visit that is ended when the visitor is back goes on, and nobody notices', async () => {
  const [ann, ben] = await Promise.all(
    ['ann', 'ben'].map((userId) => Client.connect(stack.socketUrl, { token: stack.token(userId) })),
  );
  if (!ann || !ben) throw new Error('not connected');
  await ann.join('tavern');
  await ben.join('tavern');
  await endVisitLate('tavern', 'ben');
  await persist(ben, 'tavern', 'still here');
  await ann.say('tavern', 'of course');
  await ben.next({ type: 'message', content: 'of course' });
  ann.send({ action: 'members', roomId: 'tavern' });
  expect(await ann.next('members')).toMatchObject({ present: 2 });
  await ann.next({ type: 'message', userId: 'ben', content: 'still here' });
  expect([...ann.of('memberLeft'), ...ben.of('leftRoom')]).toEqual([]);
  await Promise.all([ann.close(), ben.close()]);
});

import { ask } from './api.js';
import type { Client, Frame } from './client.js';
import { EventLog } from './event-log.js';
import { setScene } from './scene.js';

const scene = setScene({ env: { NOROSHI_GATEWAYS: '2', NOROSHI_MESSAGE_RATE: '0' } });

const contents = (client: Client): unknown[] => client.of('message').map(({ content }) => content);
const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `m${from + index}`);

/** What the gateways' counters say together: each scrape meets one of them. */
async function logReads(): Promise<number> {
  const seen = new Map<string, number>();
  for (let scrape = 0; scrape < 12; scrape += 1) {
    const text = await (await fetch(`${scene.stack.url}/metrics`, { headers: { connection: 'close' } })).text();
    const start = /process_start_time_seconds (\S+)/.exec(text)?.[1] ?? '';
    seen.set(start, Number(/^noroshi_log_reads_total (\d+)/m.exec(text)?.[1]));
  }
  return [...seen.values()].reduce((sum, reads) => sum + reads, 0);
}

async function resume(client: Client, roomId: string, offset: unknown): Promise<Frame> {
  client.send({ action: 'resume', rooms: [{ roomId, offset }] });
  return client.next({ type: 'resumed', roomId });
}

it('somebody who was away gets what was missed, in order, and then what comes', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  const { offset } = await speaker.say(roomId, 'seen');
  for (const content of numbered(0, 20)) await speaker.say(roomId, content);
  const away = await scene.connect('away');
  expect(await resume(away, roomId, offset)).toMatchObject({
    complete: true,
    from: offset,
    to: expect.any(String) as string,
  });
  await speaker.say(roomId, 'live');
  await away.next({ type: 'message', content: 'live' });
  expect(contents(away)).toEqual([...numbered(0, 20), 'live']);
  expect(await speaker.next({ type: 'memberJoined', userId: 'away' })).toMatchObject({ memberCount: 2 });
});

it('who was removed while away is not let back in by coming back, and is when it wishes to join', async () => {
  const roomId = scene.newRoom();
  const owner = await scene.connect('owner');
  const { offset } = await owner.join(roomId);
  const former = await scene.connect('former');
  await former.join(roomId);
  await former.close();
  const removal = {
    method: 'DELETE',
    path: `/rooms/${roomId}/members/former`,
    bearer: scene.stack.token('owner'),
  } as const;
  expect((await ask(scene.stack, removal)).status).toBe(200);
  const again = await scene.connect('former');
  expect(await resume(again, roomId, offset)).toMatchObject({ complete: false, code: 'not_a_member' });
  const { offset: since } = await again.join(roomId);
  await again.close();
  const oncemore = await scene.connect('former');
  expect(await resume(oncemore, roomId, since)).toMatchObject({ complete: true });
});

it('nothing is missing and nothing twice for those who resume in the middle of a flood', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  const { offset } = await speaker.join(roomId);
  const flood = numbered(0, 600);
  for (const content of flood.slice(0, 200)) speaker.send({ action: 'message', roomId, content });
  const clients = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const client = await scene.connect(`late-${index}`);
      const more = flood.slice(200 + index * 50, 250 + index * 50);
      for (const content of more) speaker.send({ action: 'message', roomId, content });
      await resume(client, roomId, offset);
      return client;
    }),
  );
  await speaker.say(roomId, 'the end');
  await Promise.all(clients.map((client) => client.next({ type: 'message', content: 'the end' })));
  const order = contents(speaker);
  expect([...order].sort()).toEqual([...flood, 'the end'].sort());
  for (const client of clients) expect(contents(client)).toEqual(order);
});

it('the people of a killed gateway come back on any other, with few reads of the log for all of them', async () => {
  const roomId = scene.newRoom();
  const people = Array.from({ length: 30 }, (_, index) => `survivor-${index}`);
  const clients = await Promise.all(people.map((userId) => scene.connect(userId)));
  await Promise.all(clients.map((client) => client.join(roomId)));
  const [first, ...others] = clients as [Client, ...Client[]];
  const { offset } = await first.say(roomId, 'before');
  await Promise.all(others.map((client) => client.next({ type: 'message', content: 'before' })));
  const former = ['gateway-1', 'gateway-2'].map((name) => [name, scene.stack.kill(name)] as const);
  await Promise.all(clients.map(({ closed }) => closed));
  await Promise.all(former.map(([name, pid]) => scene.stack.isBack(name, pid)));
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  await speaker.say(roomId, 'meanwhile');
  const back = await Promise.all(people.map((userId) => scene.connect(userId)));
  const answers = await Promise.all(back.map((client) => resume(client, roomId, offset)));
  await Promise.all(back.map((client) => client.next({ type: 'message', content: 'meanwhile' })));
  expect(answers.every(({ complete }) => complete === true)).toBe(true);
  for (const client of back) expect(contents(client)).toEqual(['meanwhile']);
  expect(await logReads()).toBeLessThanOrEqual(10);
});

it('several rooms resume at once, each answered on its own', async () => {
  const [known, other, unknown] = [scene.newRoom(), scene.newRoom(), scene.newRoom()];
  const speaker = await scene.connect('speaker', { query: { rooms: 'many' } });
  const offsets = [await speaker.join(known), await speaker.join(other)].map(({ offset }) => offset);
  await speaker.say(known, 'in one');
  await speaker.say(other, 'in the other');
  const away = await scene.connect('away', { query: { rooms: 'many' } });
  away.send({
    action: 'resume',
    rooms: [
      { roomId: unknown, offset: offsets[0] },
      { roomId: known, offset: offsets[0] },
      { roomId: other, offset: offsets[1] },
    ],
  });
  expect(await away.next({ type: 'resumed', roomId: unknown })).toMatchObject({
    complete: false,
    code: 'room_not_found',
  });
  await away.next({ type: 'message', roomId: known, content: 'in one' });
  await away.next({ type: 'message', roomId: other, content: 'in the other' });
});

it('an offset of another log gets a named gap and then what comes, never silence', async () => {
  const roomId = scene.newRoom();
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  await speaker.say(roomId, 'stored');
  const away = await scene.connect('away');
  expect(await resume(away, roomId, 'another-1')).toMatchObject({
    complete: false,
    code: 'other_log',
    from: 'another-1',
    to: expect.any(String) as string,
  });
  await speaker.say(roomId, 'live');
  await away.next({ type: 'message', content: 'live' });
  expect(contents(away)).toEqual(['live']);
});

it('what the log no longer holds is a named gap, exact to the message; the history tells it, the rest follows', async () => {
  const roomId = scene.newRoom();
  const log = await EventLog.of(scene.stack);
  const speaker = await scene.connect('speaker');
  await speaker.join(roomId);
  const { offset: from } = await speaker.say(roomId, 'seen');
  for (const content of numbered(0, 10)) await speaker.say(roomId, content);
  const missed = (await log.eventsOf(roomId)).filter(({ lane }) => lane === 'talk');
  const lastRemoved = missed.find(({ content }) => content === 'm5')?.position ?? 0;
  await log.purgeTalk(roomId, lastRemoved);
  await log.close();
  // Else they would have it in memory.
  const former = ['gateway-1', 'gateway-2'].map((name) => [name, scene.stack.kill(name)] as const);
  await Promise.all(former.map(([name, pid]) => scene.stack.isBack(name, pid)));
  const away = await scene.connect('away');
  const answer = await resume(away, roomId, from);
  expect(answer).toMatchObject({ complete: false, code: 'log_truncated', from });
  const next = await scene.connect('next');
  await next.join(roomId);
  await next.say(roomId, 'live');
  await away.next({ type: 'message', content: 'live' });
  expect(contents(away)).toEqual([...numbered(6, 10), 'live']);
  away.send({ action: 'history', roomId, after: from, limit: 6 });
  const { items } = await away.next('history');
  const told = (items as Frame[]).map(({ content, offset }) => ({ content, offset }));
  expect(told.map(({ content }) => content)).toEqual(numbered(0, 6));
  expect(told.at(-1)?.offset).toBe(answer['to']);
});

it.each([
  ['is no offset', 'nonsense', 'invalid_offset'],
  ['lies in the future', undefined, 'invalid_offset'],
])('what %s is told so', async (_, offset, code) => {
  const roomId = scene.newRoom();
  const client = await scene.connect('curious');
  const joined = await client.join(roomId);
  const future = `${String(joined['offset']).split('-')[0] ?? ''}-zzzzzz`;
  expect(await resume(client, roomId, offset ?? future)).toMatchObject({ complete: false, code });
  await client.say(roomId, 'still here');
});

it('resuming a room one is in shows nobody a coming and going', async () => {
  const roomId = scene.newRoom();
  const [ann, ben] = [await scene.connect('ann'), await scene.connect('ben')];
  await ann.join(roomId);
  const { offset } = await ben.join(roomId);
  await ann.next({ type: 'memberJoined', userId: 'ben' });
  await resume(ben, roomId, offset);
  await ben.say(roomId, 'hello');
  await ann.next({ type: 'message', content: 'hello' });
  expect([...ann.of('memberLeft'), ...ann.of('memberJoined').slice(1)]).toEqual([]);
});

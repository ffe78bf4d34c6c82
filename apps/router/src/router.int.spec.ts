import { formatMessageId, formatOffset, type RoomEvent } from '@noroshi/domain';
import { eventually, WebhookReceiver } from '@noroshi/testing';
import { Webhook } from 'standardwebhooks';
import { runRouter, SECRET, webhook } from './testing/running-router.js';

let router: Awaited<ReturnType<typeof runRouter>>;
const receivers: WebhookReceiver[] = [];
let names = 0;

beforeAll(async () => {
  router = await runRouter();
});
afterEach(async () => {
  await router.stopService();
  for (const receiver of receivers.splice(0)) await receiver.goDown();
});
afterAll(() => router.stop());

async function receiver(): Promise<WebhookReceiver> {
  const made = await WebhookReceiver.start();
  receivers.push(made);
  return made;
}

/** A target that no other test knows. */
const newName = (): string => `target-${++names}`;
const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, n) => String(n + from));

/** Says numbers in a room of its own. */
const count = async (roomId: string, said: readonly string[]): Promise<void> => {
  for (const content of said) await router.say(roomId, content);
};

const lettersOf = async (consumer: string) => (await router.deadLetters.list({ consumer, limit: 100 })).items;

describe('a target of a rule', () => {
  it('is told what happens, signed, with an id, and with the message by its id', async () => {
    const target = await receiver();
    await router.route(webhook(newName(), target.url));
    const position = await router.say('lobby', 'hi');
    const { epoch } = router.rooms;
    const by = { id: 'ann', name: 'Ann', guest: false };
    const edited: RoomEvent = { type: 'MessageEdited', message: position, content: 'ho', by };
    const later = await router.happens('lobby', edited);
    await target.has((taken) => taken.length === 2, 'both are told');
    const [first, second] = target.taken;
    expect(first?.id).toBe(`room_${formatOffset(epoch, position)}`);
    const messageId = formatMessageId(epoch, position);
    expect(first?.body).toEqual({
      type: 'MessagePosted',
      timestamp: expect.stringMatching(/^20\d\d-.*Z$/) as string,
      data: {
        ...{ roomId: 'lobby', offset: formatOffset(epoch, position), messageId },
        ...{ by, content: 'hi', messageType: 'text' },
      },
    });
    expect(second?.body).toMatchObject({
      type: 'MessageEdited',
      data: { roomId: 'lobby', offset: formatOffset(epoch, later), messageId, content: 'ho' },
    });
    expect(second?.body.data).not.toHaveProperty('message');
    for (const { text, headers } of target.taken)
      expect(new Webhook(SECRET).verify(text, headers as Record<string, string>)).toEqual(JSON.parse(text));
  });

  it('is told what a message answers, by its id and that of the first of its thread', async () => {
    const target = await receiver();
    await router.route(webhook(newName(), target.url));
    const asked = await router.say('lobby', 'why?');
    const author = { id: 'ann', guest: false };
    const answered = await router.happens('lobby', {
      ...{ type: 'MessagePosted', by: { id: 'ben', name: 'Ben', guest: false }, content: 'so', messageType: 'text' },
      replyTo: { message: asked, root: asked, author },
    });
    const by = { id: 'ben', name: 'Ben', guest: false };
    await router.happens('lobby', { type: 'MessageDeleted', message: answered, by, root: asked });
    await target.has((taken) => taken.length === 3, 'all are told');
    const idOf = (position: number) => formatMessageId(router.rooms.epoch, position);
    const [, answer, deletion] = target.taken.map(({ body }) => body.data);
    expect(answer).toMatchObject({
      messageId: idOf(answered),
      replyTo: { messageId: idOf(asked), rootId: idOf(asked), author },
    });
    expect(deletion).toMatchObject({ messageId: idOf(answered), rootId: idOf(asked) });
    expect(deletion).not.toHaveProperty('root');
  });

  it('is told of what a rule admits alone', async () => {
    const target = await receiver();
    const rules = [{ events: ['MessagePosted'], rooms: ['support-*'], where: { content: ['a', 'b'] } }];
    await router.route(webhook(newName(), target.url, { rules }));
    for (const roomId of ['support-1', 'lobby']) await count(roomId, ['a', 'b', 'c']);
    await count('support-2', ['b']);
    await target.has((taken) => taken.length === 3, 'what is admitted is told');
    expect(target.taken.map(({ body: { data } }) => [data['roomId'], data['content']])).toEqual([
      ...[
        ['support-1', 'a'],
        ['support-1', 'b'],
        ['support-2', 'b'],
      ],
    ]);
  });

  it('that is new is told what comes from now on, or everything, as it wishes', async () => {
    const [fresh, thorough, witness] = [await receiver(), await receiver(), await receiver()];
    const rules = [{ rooms: ['history'], where: {} }];
    await count('history', ['before']);
    await router.route(
      webhook(newName(), fresh.url, { rules }),
      webhook(newName(), thorough.url, { rules, from: 'beginning' }),
      webhook(newName(), witness.url, { rules }),
    );
    await count('history', ['after']);
    for (const each of [fresh, thorough, witness]) await each.has((taken) => taken.length > 0, 'it is told');
    await thorough.has((taken) => taken.length === 2, 'it is told everything');
    expect(fresh.fields('content')).toEqual(['after']);
    expect(thorough.fields('content')).toEqual(['before', 'after']);
  });

  it('goes on where it was when the service was away', async () => {
    const target = await receiver();
    const route = webhook(newName(), target.url);
    await router.route(route);
    await router.stopService();
    await count('away', numbers(5));
    await router.route(route);
    await count('away', numbers(5, 5));
    await target.has((taken) => taken.length >= 10, 'all are told');
    expect(target.fields('content')).toEqual(numbers(10));
  });

  it('that is down gets all of it in order when it is back, and nobody else is slower for it', async () => {
    const [down, up] = [await receiver(), await receiver()];
    await down.goDown();
    await router.route(webhook(newName(), down.url), webhook(newName(), up.url));
    await count('busy', numbers(50));
    await up.has((taken) => taken.length === 50, 'the other one is told everything');
    expect(down.calls).toEqual([]);
    await down.comeBack();
    await down.has((taken) => taken.length === 50, 'it is told everything');
    expect(down.fields('content')).toEqual(numbers(50));
    expect(up.fields('content')).toEqual(numbers(50));
  });

  it('that hangs is tried again with the same id, and nobody else is slower for it', async () => {
    const [hanging, up] = [await receiver(), await receiver()];
    hanging.answer = () => 'hang';
    const name = newName();
    await router.route(webhook(name, hanging.url, { timeoutMs: 100 }), webhook(newName(), up.url));
    await count('busy', numbers(20));
    await up.has((taken) => taken.length === 20, 'the other one is told everything');
    await eventually(() => hanging.calls.length > 4, { reason: 'it is tried again and again' });
    expect(new Set(hanging.calls.map(({ id }) => id)).size).toBe(1);
    expect(await lettersOf(`route-${name}-room`)).toEqual([]);
    hanging.answer = () => 200;
    await hanging.has((taken) => taken.length === 20, 'it is told everything');
    expect(hanging.fields('content')).toEqual(numbers(20));
  });

  it('that has too much to do is left alone, and loses nothing', async () => {
    const target = await receiver();
    const tries = new Map<string, number>();
    target.answer = ({ id }) => {
      tries.set(id, (tries.get(id) ?? 0) + 1);
      // Oftener than it would be tried if this were a no.
      return (tries.get(id) ?? 0) <= 5 ? 503 : 204;
    };
    const name = newName();
    await router.route(webhook(name, target.url));
    await count('busy', numbers(3));
    await target.has((taken) => taken.length === 3, 'all are told');
    expect(target.fields('content')).toEqual(numbers(3));
    expect(await lettersOf(`route-${name}-room`)).toEqual([]);
  });

  it('that answers one event with no has it put to the dead letters, is told the others, and that one on demand', async () => {
    const target = await receiver();
    const name = newName();
    const consumer = `route-${name}-room`;
    target.answer = ({ body }) => (body.data['content'] === 'poison' ? 500 : 204);
    await router.route(webhook(name, target.url));
    await count('well', ['a', 'poison', 'b']);
    await target.has((taken) => taken.length === 2, 'the others are told');
    expect(target.calls.filter(({ answer }) => answer === 500)).toHaveLength(3);
    const [letter] = await lettersOf(consumer);
    expect(letter).toMatchObject({ consumer, reason: 'DeliveryRefused: answered 500', tries: 3 });
    const id = letter?.id ?? '';
    expect(await router.replay(consumer, id)).toEqual({ kind: 'failed', reason: 'DeliveryRefused: answered 500' });
    expect(await lettersOf(consumer)).toMatchObject([{ id, tries: 4 }]);
    await target.goDown();
    expect(await router.replay(consumer, id)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('away') as string,
    });
    target.answer = () => 204;
    await target.comeBack();
    expect(await router.replay(consumer, id)).toEqual({ kind: 'replayed' });
    expect(target.fields('content')).toEqual(['a', 'b', 'poison']);
    expect(await lettersOf(consumer)).toEqual([]);
    expect(await router.replay(consumer, id)).toEqual({ kind: 'unknown' });
    expect(await router.replay(consumer, 'other.x.1')).toEqual({ kind: 'unknown' });
  });

  it('gets what was stored while nats-server was away and back again', async () => {
    const target = await receiver();
    await router.route(webhook(newName(), target.url));
    await count('restart', ['before']);
    await target.has((taken) => taken.length === 1, 'it is told');
    await router.server.kill();
    await router.server.restart();
    await eventually(() => router.say('restart', 'after'), { reason: 'the log is back' });
    await target.has((taken) => taken.some(({ body }) => body.data['content'] === 'after'), 'it is told the rest');
    expect(new Set(target.fields('content'))).toEqual(new Set(['before', 'after']));
  });

  it('may be a NATS subject', async () => {
    const heard: unknown[] = [];
    router.nats.connection.subscribe('audit.rooms', { callback: (_, message) => void heard.push(message.json()) });
    await router.nats.connection.flush();
    const name = newName();
    const rules = [{ events: ['MessagePosted'], where: {} }];
    const common = { name, rules, from: 'now', maxTries: 3, retryMs: 10 } as const;
    await router.route({ type: 'nats', subject: 'audit.rooms', stream: false, ...common });
    await count('audited', numbers(3));
    await eventually(() => heard.length === 3, { reason: 'all are told' });
    expect(heard).toMatchObject(numbers(3).map((content) => ({ type: 'MessagePosted', data: { content } })));
  });
});

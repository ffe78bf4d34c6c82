import { fingerprintOf, readsLane, roomLane } from '@noroshi/domain';
import { eventually } from '@noroshi/testing';
import { person, runMessages } from './testing/running-messages.js';

let messages: Awaited<ReturnType<typeof runMessages>>;
beforeAll(async () => void (messages = await runMessages()));
afterAll(() => messages.stop());

const contents = (answer: Awaited<ReturnType<typeof messages.ask<'history'>>>) =>
  answer.ok ? { items: answer.items.map(({ content }) => content), more: answer.more } : answer;

async function conversation(roomId: string, count: number) {
  const positions: number[] = [];
  for (let n = 1; n <= count; n += 1) positions.push(await messages.post(roomId, 'ann', `message ${n}`));
  const at = (n: number) => positions[n - 1] ?? 0;
  return { at, last: at(count) };
}

describe('the history', () => {
  it('is paged both ways, oldest first', async () => {
    const roomId = 'paged';
    const { at, last } = await conversation(roomId, 7);
    const page = async (query: object) =>
      contents(await messages.ask('history', { roomId, limit: 3, atLeast: last, ...query }));
    expect(await page({})).toEqual({ items: ['message 5', 'message 6', 'message 7'], more: true });
    expect(await page({ before: at(5) })).toEqual({ items: ['message 2', 'message 3', 'message 4'], more: true });
    expect(await page({ before: at(2) })).toEqual({ items: ['message 1'], more: false });
    expect(await page({ after: at(1) })).toEqual({ items: ['message 2', 'message 3', 'message 4'], more: true });
    expect(await page({ after: at(4) })).toEqual({ items: ['message 5', 'message 6', 'message 7'], more: false });
  });

  it('shows at once what was said a moment ago', async () => {
    for (let n = 0; n < 20; n += 1) {
      const atLeast = await messages.post('fresh', 'ann', `now ${n}`);
      expect(contents(await messages.ask('history', { roomId: 'fresh', limit: 1, atLeast }))).toMatchObject({
        items: [`now ${n}`],
      });
    }
  });

  it('does not wait for a position that is no message of the room, or of nobody yet', async () => {
    const last = await messages.post('short', 'ann', 'hello');
    const opened = await messages.rooms.append(roomLane('short', 'control'), {
      type: 'RoomRenamed',
      name: 'Hall',
      by: 'ann',
    });
    if (!opened.stored) throw new Error('not stored');
    for (const atLeast of [opened.position, last + 1_000_000]) {
      const answer = await messages.ask('history', { roomId: 'short', limit: 9, atLeast });
      expect(contents(answer)).toEqual({ items: ['hello'], more: false });
    }
  });

  it('carries edits, deletions and reactions', async () => {
    const roomId = 'changed';
    const [edited, deleted, liked] = [
      await messages.post(roomId, 'ann', 'helo'),
      await messages.post(roomId, 'ann', 'oops'),
      await messages.post(roomId, 'ann', 'news'),
    ];
    await messages.say(roomId, { type: 'MessageEdited', message: edited, content: 'hello', by: person('ann') });
    await messages.say(roomId, { type: 'MessageDeleted', message: deleted, by: person('ann') });
    const atLeast = await messages.say(roomId, {
      type: 'ReactionAdded',
      message: liked,
      emoji: '🔥',
      by: person('bob'),
    });
    expect(await messages.ask('history', { roomId, limit: 9, atLeast })).toMatchObject({
      ok: true,
      items: [
        { content: 'hello', editedAt: expect.any(Number) as number },
        { content: '', deletedAt: expect.any(Number) as number },
        { content: 'news', reactions: { '🔥': ['bob'] } },
      ],
    });
  });

  it('of long messages comes in pages that an answer can carry, without a hole either way', async () => {
    const roomId = 'long';
    const positions: number[] = [];
    for (let n = 0; n < 60; n += 1) positions.push(await messages.post(roomId, 'ann', `${n} ${'狼'.repeat(16_000)}`));
    const page = async (query: object) => {
      const answer = await messages.ask('history', { roomId, limit: 100, atLeast: positions.at(-1) ?? 0, ...query });
      if (!answer.ok) throw new Error(answer.code);
      return { found: answer.items.map(({ position }) => position), more: answer.more };
    };
    const backwards: number[] = [];
    for (let more = true; more;) {
      const older = await page(backwards[0] === undefined ? {} : { before: backwards[0] });
      expect(older.found.length).toBeGreaterThan(0);
      backwards.unshift(...older.found);
      ({ more } = older);
    }
    expect(backwards).toEqual(positions);
    const forwards: number[] = [];
    for (let more = true; more;) {
      const newer = await page({ after: forwards.at(-1) ?? 0 });
      forwards.push(...newer.found);
      ({ more } = newer);
    }
    expect(forwards).toEqual(positions);
    const find = async (before: number): Promise<{ found: number[]; before?: number }> => {
      const answer = await messages.ask('search', { roomIds: [roomId], text: '狼', limit: 100, before });
      if (!answer.ok) throw new Error(answer.code);
      const { items, ...rest } = answer;
      return { found: items.map(({ position }) => position), ...rest };
    };
    const found: number[] = [];
    let before: number | undefined = Number.MAX_SAFE_INTEGER;
    while (before !== undefined) {
      const page = await find(before);
      found.unshift(...page.found);
      ({ before } = page);
    }
    expect(found).toEqual(positions);
  });

  it('is the same after the service was started anew', async () => {
    const { last } = await conversation('lasting', 5);
    const before = await messages.ask('history', { roomId: 'lasting', limit: 100, atLeast: last });
    await messages.recompose();
    const after = await messages.ask('history', { roomId: 'lasting', limit: 100 });
    expect(after).toEqual(before);
    expect(contents(after)).toMatchObject({ items: { length: 5 } });
  });

  it('is served again after nats-server was killed, with what was said since', async () => {
    await messages.post('tough', 'ann', 'before');
    await messages.server.kill();
    await messages.server.restart();
    const atLeast = await eventually(() => messages.post('tough', 'ann', 'after'), { reason: 'stored again' });
    const answer = await eventually(
      async () => {
        const page = await messages.ask('history', { roomId: 'tough', limit: 2, atLeast });
        return page.ok && page;
      },
      { reason: 'served again' },
    );
    expect(answer.items.at(-1)).toMatchObject({ content: 'after', position: atLeast });
    expect(answer.items[0]?.content).toBe('before');
  });
});

describe('what somebody has sent', () => {
  const ann = { id: 'ann', guest: false };
  const postAs = (roomId: string, clientMessageId: string, by = person('ann')) =>
    messages.say(roomId, { type: 'MessagePosted', by, content: clientMessageId, messageType: 'text', clientMessageId });

  it('is known as soon as it is stored, of a room and an author', async () => {
    const positions = [await postAs('sent', 'c1'), await postAs('sent', 'c2')];
    await postAs('sent', 'c3', { ...person('ann'), guest: true });
    await postAs('elsewhere', 'c4');
    expect(await messages.ask('sent', { roomId: 'sent', by: ann })).toEqual({
      ok: true,
      many: false,
      fingerprints: ['c1', 'c2'].map(fingerprintOf),
    });
    expect(await messages.ask('sentAs', { roomId: 'sent', by: ann, clientMessageId: 'c2' })).toEqual({
      ok: true,
      message: { position: positions[1], postedAt: (await messages.rooms.readAt(positions[1] ?? 0))?.recordedAt },
    });
    expect(await messages.ask('sentAs', { roomId: 'sent', by: ann, clientMessageId: 'c3' })).toEqual({ ok: true });
  });

  it('is in the history once, though the log has it twice; also after the service was started anew', async () => {
    const [first, copy] = [await postAs('twice', 'c1'), await postAs('twice', 'c1')];
    await messages.say('twice', { type: 'MessageEdited', message: copy, content: 'lost', by: person('ann') });
    const atLeast = await messages.post('twice', 'ben', 'after');
    for (const again of [false, true]) {
      if (again) await messages.recompose();
      const page = await messages.ask('history', { roomId: 'twice', limit: 9, atLeast });
      expect(contents(page)).toEqual({ items: ['c1', 'after'], more: false });
      expect(await messages.ask('facts', { roomId: 'twice', position: copy })).toEqual({ ok: true });
      expect(await messages.ask('sentAs', { roomId: 'twice', by: ann, clientMessageId: 'c1' })).toMatchObject({
        message: { position: first },
      });
    }
  });

  it('can not be asked for without an author or with an id that is none', async () => {
    const asking = { roomId: 'sent', by: ann, clientMessageId: 'a\nb' };
    expect(await messages.ask('sentAs', asking)).toMatchObject({ ok: false });
    expect(await messages.ask('sent', { roomId: 'sent' } as never)).toMatchObject({ ok: false });
  });
});

describe('the facts of a message', () => {
  it('are known as soon as it is stored', async () => {
    const position = await messages.post('facts', 'ann', 'hello');
    expect(await messages.ask('facts', { roomId: 'facts', position })).toEqual({
      ok: true,
      message: {
        ...{ position, postedAt: expect.any(Number) as number, authorId: 'ann', authorIsGuest: false },
        ...{ deleted: false, content: 'hello', reactions: {} },
      },
    });
  });

  it('are none of a message of another room, or of none', async () => {
    const position = await messages.post('facts', 'ann', 'hello');
    expect(await messages.ask('facts', { roomId: 'elsewhere', position })).toEqual({ ok: true });
    expect(await messages.ask('facts', { roomId: 'facts', position: position + 1_000_000 })).toEqual({ ok: true });
  });
});

describe('a read mark', () => {
  it('moves only forward, and is told to the user, also when it stays', async () => {
    const roomId = 'read';
    const { at, last } = await conversation(roomId, 4);
    const heard = await messages.readsOf('bob');
    const mark = (position: number) => messages.ask('markRead', { userId: 'bob', roomId, position });
    expect(await mark(at(2))).toEqual({ ok: true, roomId, position: at(2), unreadCount: 2 });
    expect(await mark(at(1))).toEqual({ ok: true, roomId, position: at(2), unreadCount: 2 });
    expect(await mark(last)).toEqual({ ok: true, roomId, position: last, unreadCount: 0 });
    await eventually(() => heard.length === 3 || undefined, { reason: 'told each time' });
    expect(heard).toEqual([
      { roomId, position: at(2), unreadCount: 2 },
      { roomId, position: at(2), unreadCount: 2 },
      { roomId, position: last, unreadCount: 0 },
    ]);
    expect(await messages.users.read([readsLane('bob')])).toHaveLength(2);
  });

  it("of both of a user's connections at once ends at the later one", async () => {
    const { at, last } = await conversation('both', 9);
    const marks = [3, 9, 1, 7, 5].map((n) =>
      messages.ask('markRead', { userId: 'cid', roomId: 'both', position: at(n) }),
    );
    expect((await Promise.all(marks)).every(({ ok }) => ok)).toBe(true);
    expect(await messages.ask('markRead', { userId: 'cid', roomId: 'both', position: at(1) })).toMatchObject({
      position: last,
    });
  });

  it('does not count what the user wrote', async () => {
    const { at } = await conversation('own', 3);
    expect(await messages.ask('markRead', { userId: 'ann', roomId: 'own', position: at(1) })).toMatchObject({
      unreadCount: 0,
    });
  });

  it('survives a new start', async () => {
    const { at } = await conversation('kept', 3);
    await messages.ask('markRead', { userId: 'dan', roomId: 'kept', position: at(2) });
    await messages.recompose();
    expect(await messages.ask('markRead', { userId: 'dan', roomId: 'kept', position: at(1) })).toEqual({
      ok: true,
      roomId: 'kept',
      position: at(2),
      unreadCount: 1,
    });
  });
});

describe('the messages service', () => {
  it('answers bytes that make no sense, and goes on', async () => {
    const answer = await messages.nats.connection.request('service.messages.history', 'no json {', { timeout: 2000 });
    expect(answer.json()).toEqual({ ok: false, code: 'unavailable' });
    expect(await messages.ask('history', { roomId: 'fresh', limit: 1_000_000 })).toMatchObject({ ok: false });
    expect(await messages.ask('history', { roomId: 'fresh', limit: 1 })).toMatchObject({ ok: true });
  });
});

import { eventually } from '@noroshi/testing';
import { runMessages } from './testing/running-messages.js';

let messages: Awaited<ReturnType<typeof runMessages>>;
beforeAll(async () => void (messages = await runMessages()));
afterAll(() => messages.stop());

const unread = async (userId: string, ...rooms: readonly { readonly roomId: string; readonly since?: number }[]) => {
  const answer = await messages.ask('unread', { userId, rooms });
  if (!answer.ok) throw new Error(answer.code);
  return answer;
};

/** Once everything up to `position` is counted. */
async function counted(position: number, ...asked: Parameters<typeof unread>) {
  let answer = await unread(...asked);
  const isThere = async () => {
    answer = await unread(...asked);
    return answer.position >= position;
  };
  await eventually(isThere, { reason: `everything up to ${position} is counted` });
  return answer;
}

describe('what a list of rooms tells', () => {
  it('is, for each, what others have said since the user last read, and the last thing said', async () => {
    const first = await messages.post('lobby', 'ann', 'one');
    const second = await messages.post('lobby', 'ann', 'two');
    await messages.post('lobby', 'bob', 'three');
    const last = await messages.post('attic', 'ann', 'four');
    await messages.ask('markRead', { userId: 'bob', roomId: 'lobby', position: first });
    const { rooms, position } = await counted(
      last,
      'bob',
      { roomId: 'attic' },
      { roomId: 'lobby' },
      { roomId: 'cellar' },
    );
    expect(rooms).toMatchObject([
      { roomId: 'attic', unreadCount: 1, saidTo: last, lastMessage: { content: 'four', by: { id: 'ann' } } },
      { roomId: 'lobby', unreadCount: 1, saidTo: second + 1, lastMessage: { content: 'three' } },
      { roomId: 'cellar', unreadCount: 0, saidTo: 0 },
    ]);
    expect(position).toBeGreaterThanOrEqual(last);
  });

  it('does not count what was said before the user came', async () => {
    const before = await messages.post('joined', 'ann', 'before');
    const after = await messages.post('joined', 'ann', 'after');
    const { rooms } = await counted(after, 'cid', { roomId: 'joined', since: before });
    expect(rooms).toMatchObject([{ unreadCount: 1 }]);
  });

  it('shows the beginning of a long message, and never half a character', async () => {
    const last = await messages.post('long', 'ann', `${'x'.repeat(499)}🔥 and more`);
    const { rooms } = await counted(last, 'cid', { roomId: 'long' });
    expect(rooms[0]?.lastMessage?.content).toBe('x'.repeat(499));
  });

  it('does not show a deleted message', async () => {
    await messages.post('deleted', 'ann', 'stays');
    const gone = await messages.post('deleted', 'ann', 'goes');
    const by = { id: 'ann', name: 'ann', guest: false };
    const deletion = await messages.say('deleted', { type: 'MessageDeleted', message: gone, by });
    const { rooms } = await counted(deletion, 'cid', { roomId: 'deleted' });
    expect(rooms).toMatchObject([{ unreadCount: 1, saidTo: deletion, lastMessage: { content: 'stays' } }]);
  });

  it('knows what was read a moment ago', async () => {
    for (let n = 0; n < 10; n += 1) {
      const position = await messages.post('quick', 'ann', `message ${n}`);
      await messages.ask('markRead', { userId: 'dan', roomId: 'quick', position });
      expect((await unread('dan', { roomId: 'quick' })).rooms).toMatchObject([{ unreadCount: 0 }]);
    }
  });
});

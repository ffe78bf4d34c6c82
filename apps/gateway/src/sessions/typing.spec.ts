import { jest } from '@jest/globals';
import { channels, roomDecider } from '@noroshi/domain';
import { InMemoryBroadcast } from '@noroshi/event-sourcing';
import { Hub, Session } from '@noroshi/hub';
import { roomsDialect } from '@noroshi/protocol';
import type { TypingNews } from '../rooms/typing-news.js';
import type { KnownPeer } from './peer.js';
import { Typing } from './typing.js';
import { nowhere } from './nowhere.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

async function scene(guest = false) {
  const hub = new Hub({ publish: () => undefined, flush: () => undefined });
  const session = new Session({
    ...{
      connectionId: 'c',
      connection: nowhere,
      dialect: roomsDialect,
      traits: { oneRoom: true },
      memory: {},
      connectedAt: 0,
    },
    identity: { user: { id: 'ann', name: 'Ann', guest } },
  });
  hub.add(session);
  const broadcast = new InMemoryBroadcast();
  const heard: boolean[] = [];
  await broadcast.listen(channels.typing('lobby'), (news) => void heard.push((news as TypingNews).isTyping));
  const typing = new Typing({ broadcast, views: { followed: () => ({ state: roomDecider.initialState }) } });
  const type = (isTyping: boolean) => {
    typing.type({ session } as unknown as KnownPeer, { kind: 'typing', roomId: 'lobby', isTyping });
  };
  /** What was told after this many milliseconds. */
  const after = async (ms: number) => {
    await jest.advanceTimersByTimeAsync(ms);
    return [...heard];
  };
  return { hub, session, typing, type, after };
}

describe('who types', () => {
  it('has stopped three seconds after the last start', async () => {
    const { hub, session, type, after } = await scene();
    hub.enter(session, 'lobby');
    type(true);
    expect(await after(2_000)).toEqual([true]);
    type(true);
    expect(await after(2_900)).toEqual([true, true]);
    expect(await after(200)).toEqual([true, true, false]);
    expect(await after(10_000)).toEqual([true, true, false]);
  });

  it('and says so has stopped once', async () => {
    const { hub, session, type, after } = await scene();
    hub.enter(session, 'lobby');
    type(true);
    type(false);
    expect(await after(10_000)).toEqual([true, false]);
  });

  it('and is gone has stopped at once', async () => {
    const { hub, session, typing, type, after } = await scene();
    hub.enter(session, 'lobby');
    type(true);
    typing.gone(session);
    expect(await after(0)).toEqual([true, false]);
    expect(await after(10_000)).toEqual([true, false]);
  });

  it('is in the room', async () => {
    const { type } = await scene();
    expect(() => type(true)).toThrow('You are not in this room');
  });

  it('is no guest who only listens', async () => {
    const { hub, session, type } = await scene(true);
    hub.listen(session, 'lobby');
    expect(() => type(true)).toThrow('You are not in this room');
  });
});

import { jest } from '@jest/globals';
import { channels, type Actor } from '@noroshi/domain';
import { InMemoryBroadcast } from '@noroshi/event-sourcing';
import { RoomWatchers } from '../rooms/room-watchers.js';
import type { TypingNews } from '../rooms/typing-news.js';
import { TypingWithoutSession } from './typing-without-session.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const bob: Actor = { id: 'bob', name: 'Bob', guest: false };

/** Gateways that hear of one room what each of them tells. */
async function scene() {
  const broadcast = new InMemoryBroadcast();
  const heard: string[] = [];
  const open: RoomWatchers[] = [];
  const gateway = async () => {
    const watchers = new RoomWatchers();
    open.push(watchers);
    const nobody = { onEvent: () => undefined, onPresence: () => undefined, onSignal: () => undefined };
    const audience = watchers.beside({ ...nobody, onTyping: () => undefined });
    await broadcast.listen(channels.typing('lobby'), (news) => audience.onTyping('lobby', news as TypingNews));
    return new TypingWithoutSession({ broadcast, watchers });
  };
  await broadcast.listen(channels.typing('lobby'), (told) => {
    const { user, isTyping } = told as TypingNews;
    heard.push(`${user.id} ${isTyping ? 'types' : 'stops'}`);
  });
  const gateways = [await gateway(), await gateway()] as const;
  /** What was told after this many milliseconds. */
  const after = async (ms: number) => {
    await jest.advanceTimersByTimeAsync(ms);
    return [...heard];
  };
  return { gateways, after, watched: () => open.reduce((sum, { size }) => sum + size, 0) };
}

describe('who types without a session', () => {
  it('has stopped three seconds after the last start, and is not watched any more', async () => {
    const { gateways, after, watched } = await scene();
    gateways[0].type(ann, 'lobby', true);
    await after(2_000);
    gateways[0].type(ann, 'lobby', true);
    expect(await after(2_900)).toEqual(['ann types', 'ann types']);
    expect(watched()).toBe(1);
    expect(await after(200)).toEqual(['ann types', 'ann types', 'ann stops']);
    expect(watched()).toBe(0);
    expect(await after(10_000)).toHaveLength(3);
  });

  it('and says so has stopped once', async () => {
    const { gateways, after, watched } = await scene();
    gateways[0].type(ann, 'lobby', true);
    gateways[0].type(ann, 'lobby', false);
    expect(await after(10_000)).toEqual(['ann types', 'ann stops']);
    expect(watched()).toBe(0);
  });

  it('and goes on over another gateway does not stop meanwhile', async () => {
    const { gateways, after, watched } = await scene();
    gateways[0].type(ann, 'lobby', true);
    await after(2_000);
    gateways[1].type(ann, 'lobby', true);
    expect(await after(2_900)).toEqual(['ann types', 'ann types']);
    expect(await after(200)).toEqual(['ann types', 'ann types', 'ann stops']);
    expect(watched()).toBe(0);
  });

  it('is ended by nobody else', async () => {
    const { gateways, after } = await scene();
    gateways[0].type(ann, 'lobby', true);
    await after(1_000);
    gateways[1].type(bob, 'lobby', true);
    gateways[1].type(bob, 'lobby', false);
    expect(await after(2_100)).toEqual(['ann types', 'bob types', 'bob stops', 'ann stops']);
  });
});

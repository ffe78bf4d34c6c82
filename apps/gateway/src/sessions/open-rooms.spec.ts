import { jest } from '@jest/globals';
import { roomLane, type RoomEvent } from '@noroshi/domain';
import { Hub, Session } from '@noroshi/hub';
import { roomsDialect } from '@noroshi/protocol';
import { OpenRooms } from './open-rooms.js';
import { nowhere } from './nowhere.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const ann = { id: 'ann', name: 'Ann', guest: false };
const ben = { id: 'ben', name: 'Ben', guest: false };

function scene({ readsOpenRoom = true } = {}) {
  const hub = new Hub({ publish: () => undefined, flush: () => undefined });
  const session = new Session({
    ...{ connectionId: 'c', connection: nowhere, dialect: roomsDialect, traits: { oneRoom: false, readsOpenRoom } },
    ...{ memory: {}, connectedAt: 0, identity: { user: ann } },
  });
  hub.add(session);
  const marks: string[] = [];
  const outage = { isOn: false };
  const openRooms = new OpenRooms({
    views: { followed: () => ({ position: 5 }) },
    messages: {
      markRead: ({ userId, roomId, position }) => {
        if (outage.isOn) return Promise.resolve({ ok: false, code: 'unavailable' });
        marks.push(`${userId} ${roomId} ${position}`);
        return Promise.resolve({ ok: true, roomId, position, unreadCount: 0 });
      },
    },
  });
  const open = (roomId: string) => {
    hub.enter(session, roomId);
    return openRooms.opened(session, roomId);
  };
  const said = (position: number, roomId = 'lobby', by = ben) => {
    const event: RoomEvent = { type: 'MessagePosted', by, content: 'x', messageType: 'text' };
    openRooms.heard({ event, lane: roomLane(roomId, 'talk'), position, recordedAt: 0 });
  };
  const after = async (ms: number) => {
    await jest.advanceTimersByTimeAsync(ms);
    return [...marks];
  };
  return { hub, session, openRooms, open, said, after, outage };
}

describe('the room that somebody has open', () => {
  it('is read when it is opened, and as things are said, a few times a second at most', async () => {
    const { open, said, after } = scene();
    await open('lobby');
    expect(await after(0)).toEqual(['ann lobby 5']);
    for (const position of [6, 7, 8]) said(position);
    expect(await after(0)).toEqual(['ann lobby 5']);
    expect(await after(300)).toEqual(['ann lobby 5', 'ann lobby 8']);
    await after(1_000);
    said(9);
    expect(await after(0)).toEqual(['ann lobby 5', 'ann lobby 8', 'ann lobby 9']);
  });

  it('is the last one that was opened', async () => {
    const { open, said, after } = scene();
    await open('lobby');
    await open('attic');
    said(6, 'lobby');
    said(7, 'attic');
    expect(await after(1_000)).toEqual(['ann lobby 5', 'ann attic 5', 'ann attic 7']);
  });

  it('is not read by what one says oneself', async () => {
    const { open, said, after } = scene();
    await open('lobby');
    said(6, 'lobby', ann);
    expect(await after(1_000)).toEqual(['ann lobby 5']);
  });

  it('is read at once, as far as it was heard, when the connection ends, and no further', async () => {
    const { open, said, after, openRooms, session } = scene();
    await open('lobby');
    said(6);
    openRooms.gone(session);
    said(7);
    expect(await after(0)).toEqual(['ann lobby 5', 'ann lobby 6']);
    expect(await after(1_000)).toEqual(['ann lobby 5', 'ann lobby 6']);
  });

  it('is not read any more when the session has left it, or only listens', async () => {
    const { open, said, after, hub, session } = scene();
    await open('lobby');
    hub.listen(session, 'lobby');
    said(6);
    expect(await after(1_000)).toEqual(['ann lobby 5']);
  });

  it('is not read by who does not hear it for now', async () => {
    const { open, said, after, hub, session } = scene();
    await open('lobby');
    hub.pause(session, 'lobby', 5);
    said(6);
    expect(await after(1_000)).toEqual(['ann lobby 5']);
  });

  it('is read later when nobody can mark it now', async () => {
    const { open, said, after, outage } = scene();
    outage.isOn = true;
    await open('lobby');
    said(6);
    expect(await after(2_500)).toEqual([]);
    outage.isOn = false;
    expect(await after(1_000)).toEqual(['ann lobby 6']);
  });
});

it('a language that says itself what is read is not spoken for', async () => {
  const { open, said, after } = scene({ readsOpenRoom: false });
  await open('lobby');
  said(6);
  expect(await after(1_000)).toEqual([]);
});

import { roomLane, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import pLimit from 'p-limit';
import type { Missed } from '../rooms/room-view.js';
import { missedSince } from './missed.js';
import { replay } from './replay.js';

const at = (position: number): RecordedEvent<RoomEvent> => ({
  event: { type: 'MemberLeft', userId: `u${position}` },
  lane: roomLane('lobby', 'members'),
  position,
  recordedAt: 0,
});

/** A room of ten events, of which memory has those after the eighth and the log is read in the given pages. */
function view(...pages: Missed[]) {
  const asked: number[] = [];
  return {
    asked,
    position: 10,
    reach: () => Promise.reject(new Error('nothing was late')),
    since: (position: number) => (position < 8 ? undefined : [9, 10].filter((one) => one > position).map(at)),
    read: (position: number) => {
      asked.push(position);
      const page = pages.shift();
      return page ? Promise.resolve(page) : Promise.reject(new Error('read too often'));
    },
  };
}

async function replayed(room: ReturnType<typeof view>, position: number) {
  const { from, source } = await missedSince(room, position);
  const heard: number[] = [];
  const sink = {
    closed: false,
    deliver: (events: readonly RecordedEvent<RoomEvent>[]) => {
      heard.push(...events.map((one) => one.position));
      return events.length;
    },
    drained: () => Promise.resolve(true),
  };
  await replay(from, { source, sink, turns: pLimit(1), goLive: () => undefined });
  return { from, heard };
}

describe('what was missed', () => {
  it('is not read from the log when memory has it', async () => {
    const room = view();
    expect(await replayed(room, 8)).toEqual({ from: 8, heard: [9, 10] });
    expect(room.asked).toEqual([]);
  });

  it('is read from the log once', async () => {
    const room = view({ from: 5, events: [6, 7, 8].map(at) });
    expect(await replayed(room, 5)).toEqual({ from: 5, heard: [6, 7, 8, 9, 10] });
    expect(room.asked).toEqual([5]);
  });

  it('begins where the log still has all of it, and says where that is', async () => {
    const room = view({ from: 6, events: [7, 8].map(at) });
    expect(await replayed(room, 2)).toEqual({ from: 6, heard: [7, 8, 9, 10] });
  });

  it('is read again when a read that was shared with others ended before', async () => {
    const room = view({ from: 5, events: [] }, { from: 5, events: [6, 7, 8].map(at) });
    expect(await replayed(room, 5)).toEqual({ from: 5, heard: [6, 7, 8, 9, 10] });
  });

  it('is given up, not skipped, when it is removed in the middle of the replay', async () => {
    const room = view({ from: 2, events: [3, 4].map(at) }, { from: 7, events: [at(8)] });
    await expect(replayed(room, 2)).rejects.toThrow('removed meanwhile');
  });
});

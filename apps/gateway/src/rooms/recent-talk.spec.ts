import { roomLane, type RoomEvent } from '@noroshi/domain';
import type { RecordedEvent } from '@noroshi/event-sourcing';
import { RecentTalk } from './recent-talk.js';

const user = { id: 'bob', name: 'Bob', guest: false };
const guest = { id: 'bob', name: 'Bob', guest: true };
const said: RecordedEvent<RoomEvent> = {
  event: { type: 'MessagePosted', by: user, content: 'hello', messageType: 'text', clientMessageId: 'c1' },
  lane: roomLane('lobby', 'talk'),
  position: 1,
  recordedAt: 1001,
};

describe('the end of a room', () => {
  it('is read once for all who ask at the time, and again after a failure', async () => {
    let reads = 0;
    const recent = new RecentTalk(() => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error('away')) : Promise.resolve([said]);
    });
    await expect(recent.find(user, 'c1')).rejects.toThrow('away');
    await Promise.all([recent.find(user, 'c1'), recent.find(guest, 'c1')]);
    expect(await recent.find(user, 'c1')).toMatchObject({ position: 1 });
    expect(await recent.find(guest, 'c1')).toBeUndefined();
    expect(reads).toBe(2);
  });
});

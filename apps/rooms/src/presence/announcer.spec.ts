import type { PresenceChange, PresenceNews } from '@noroshi/domain';
import { manualClock } from '../testing/manual-clock.js';
import { Announcer } from './announcer.js';

const user = { id: 'ann', name: 'Ann', guest: false };
const change = (count: number, kind: PresenceChange['kind'] = 'joined'): PresenceChange => ({
  ...{ kind, roomId: 'lobby', user, connectionId: 'c', count },
});

function announcing({ announced = 0, crowdSize = 100 } = {}) {
  const clock = manualClock();
  const world = { present: 0, saving: true };
  const told: PresenceNews[] = [];
  const saved: number[] = [];
  const announcer = new Announcer({
    registry: { present: () => Array.from({ length: world.present }, () => user), presentCount: () => world.present },
    epoch: 'e',
    announced,
    crowdSize,
    clock,
    tell: (_, news) => told.push(news),
    save: (position) => (world.saving ? Promise.resolve(void saved.push(position)) : Promise.reject(new Error('away'))),
    onFailure: () => undefined,
  });
  const takeTold = () => told.splice(0).map(({ news, place }) => `${news.kind} ${news.count} at ${place.position}`);
  return { announcer, clock, world, told, saved, takeTold };
}

describe('who comes and goes', () => {
  it('is told with its place in the log', () => {
    const { announcer, told } = announcing();
    announcer.follow(7, [change(1), change(2)]);
    expect(told).toEqual([
      { place: { epoch: 'e', position: 7, part: 0 }, news: change(1) },
      { place: { epoch: 'e', position: 7, part: 1 }, news: change(2) },
    ]);
  });

  it('is not told when a predecessor has told it', () => {
    const { announcer, takeTold } = announcing({ announced: 7 });
    announcer.follow(7, [change(1)]);
    announcer.follow(8, [change(2)]);
    expect(takeTold()).toEqual(['joined 2 at 8']);
  });

  it('is saved as told within moments, also events of which nothing came', () => {
    const { announcer, clock, saved } = announcing();
    announcer.follow(7, [change(1)]);
    announcer.follow(9, []);
    expect(saved).toEqual([]);
    clock.pass(200);
    expect(saved).toEqual([9]);
  });

  it('is saved when it is stopped', async () => {
    const { announcer, saved } = announcing();
    announcer.follow(7, [change(1)]);
    await announcer.stop();
    expect(saved).toEqual([7]);
  });

  it('is saved with the next news when it could not be', async () => {
    const { announcer, clock, world, saved } = announcing();
    world.saving = false;
    announcer.follow(7, [change(1)]);
    clock.pass(200);
    world.saving = true;
    announcer.follow(8, []);
    clock.pass(200);
    await announcer.stop();
    expect(saved).toEqual([8]);
  });
});

describe('a crowd', () => {
  it('is told at once, and then once a second while it changes', () => {
    const { announcer, clock, world, takeTold } = announcing({ crowdSize: 2 });
    announcer.follow(1, [change(2)]);
    world.present = 3;
    announcer.follow(2, [change(3)]);
    expect(takeTold()).toEqual(['joined 2 at 1', 'crowd 3 at 2']);
    world.present = 5;
    announcer.follow(3, [change(4)]);
    announcer.follow(4, [change(5)]);
    clock.pass(999);
    expect(takeTold()).toEqual([]);
    clock.pass(1);
    expect(takeTold()).toEqual(['crowd 5 at 4']);
    clock.pass(5_000);
    expect(takeTold()).toEqual([]);
  });

  it('is told with a sample of its people', () => {
    const { announcer, world, told } = announcing({ crowdSize: 2 });
    world.present = 1_000;
    announcer.follow(1, [change(1_000)]);
    expect(told[0]?.news).toMatchObject({ kind: 'crowd', count: 1_000 });
    expect(told[0]?.news.kind === 'crowd' && told[0].news.people).toHaveLength(20);
  });

  it('that shrinks to few is told of one by one again', () => {
    const { announcer, world, takeTold } = announcing({ crowdSize: 2 });
    world.present = 3;
    announcer.follow(1, [change(3)]);
    announcer.follow(2, [change(2, 'left')]);
    expect(takeTold()).toEqual(['crowd 3 at 1', 'left 2 at 2']);
  });

  it('is not saved as told before it is', () => {
    const { announcer, clock, saved } = announcing({ crowdSize: 2 });
    for (const position of [1, 2, 3]) announcer.follow(position, [change(position + 2)]);
    clock.pass(200);
    expect(saved).toEqual([1]);
    clock.pass(1_000);
    expect(saved).toEqual([1, 3]);
  });
});

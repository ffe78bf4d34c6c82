import type { EventStore } from '../event-store.js';
import type { Lane } from '../event.js';
import type { FollowOptions, Following, LiveFeed } from '../live-feed.js';
import { collector, type Collector } from './collector.js';
import { awkwardNames } from './entity-names.js';
import { positionIn } from './event-store-contract.js';
import { freshLanes, lanesOf, noted, testCategory, useAdapter, type CreateAdapter, type Noted } from './harness.js';

export interface LiveFeedUnderTest {
  readonly store: EventStore<Noted>;
  readonly feed: LiveFeed<Noted>;
}

/** What every live feed promises (`LiveFeed`): each event once, in order, whoever appends. */
export function liveFeedContract(create: CreateAdapter<LiveFeedUnderTest>): void {
  const tested = useAdapter(create);
  const append = async (lane: Lane, note: string | number) =>
    positionIn(await tested().store.append(lane, noted(note)));
  const open: Following[] = [];
  const follow = async (entity: string, after: FollowOptions<Noted>['after'], heard: Collector) => {
    const following = await tested().feed.follow({ category: testCategory, entity, after, onEvent: heard.onEvent });
    open.push(following);
    return following;
  };
  afterEach(() => {
    for (const following of open.splice(0)) following.close();
  });

  describe('a live feed', () => {
    it('has delivered what was stored before, when it begins', async () => {
      const { talk, control } = freshLanes();
      for (const [index, lane] of [talk, control, talk].entries()) await append(lane, index);
      const heard = collector();
      await follow(talk.entity, { talk: 0, control: 0 }, heard);
      expect(heard.notes).toEqual(['0', '1', '2']);
    });

    it('delivers what is stored from then on, as the store gives it back', async () => {
      const { talk, control } = freshLanes();
      const heard = collector();
      await follow(talk.entity, { talk: 0, control: 0 }, heard);
      for (const [index, lane] of [talk, control, talk].entries()) await append(lane, index);
      await heard.has(3);
      expect(heard.events).toEqual(await tested().store.read([talk, control]));
    });

    it('begins each lane after its own position', async () => {
      const { talk, control } = freshLanes();
      const first = await append(talk, 'talk 1');
      await append(control, 'control 1');
      await append(talk, 'talk 2');
      const last = await append(control, 'control 2');
      const heard = collector();
      await follow(talk.entity, { talk: first, control: last }, heard);
      expect(heard.notes).toEqual(['talk 2']);
      await append(control, 'control 3');
      await heard.has(2);
      expect(heard.notes).toEqual(['talk 2', 'control 3']);
    });

    it('begins after a position that is not of the lane', async () => {
      const { talk, control } = freshLanes();
      await append(talk, 1);
      const between = await append(control, 'news');
      const heard = collector();
      const following = await follow(talk.entity, { talk: between }, heard);
      await append(talk, 2);
      await heard.has(1);
      await following.catchUp();
      expect(heard.notes).toEqual(['2']);
    });

    it('skips what was stored before with `latest`, lane by lane', async () => {
      const { talk, control } = freshLanes();
      const old = await append(talk, 'old');
      await append(control, 'opened');
      const heard = collector();
      const following = await follow(talk.entity, { talk: 'latest', control: 0 }, heard);
      expect(heard.notes).toEqual(['opened']);
      expect(following.position('talk')).toBe(old);
      await append(talk, 'new');
      await heard.has(2);
      expect(heard.notes).toEqual(['opened', 'new']);
    });

    it('begins empty lanes with `latest`', async () => {
      const { talk } = freshLanes();
      const heard = collector();
      const following = await follow(talk.entity, { talk: 'latest' }, heard);
      expect(following.position('talk')).toBe(0);
      await append(talk, 'first');
      await heard.has(1);
      expect(heard.notes).toEqual(['first']);
    });

    it('delivers only the lanes that are followed, of the entity that is followed', async () => {
      const [lanes, others] = [freshLanes(), freshLanes()];
      const heard = collector();
      const following = await follow(lanes.talk.entity, { talk: 0, members: 0 }, heard);
      await append(lanes.control, 'not followed');
      await append(others.talk, 'elsewhere');
      await append(lanes.talk, 1);
      await append(lanes.members, 2);
      await heard.has(2);
      await following.catchUp();
      expect(heard.notes).toEqual(['1', '2']);
      expect(following.position('control')).toBe(0);
    });

    it('knows the last position it delivered of each lane', async () => {
      const { talk, control } = freshLanes();
      const heard = collector();
      const following = await follow(talk.entity, { talk: 0, control: 0 }, heard);
      expect(following.position('talk')).toBe(0);
      const said = await append(talk, 1);
      const opened = await append(control, 2);
      await heard.has(2);
      expect([following.position('talk'), following.position('control')]).toEqual([said, opened]);
    });

    it('has delivered what was stored before, when it has caught up', async () => {
      const { talk } = freshLanes();
      const heard = collector();
      const following = await follow(talk.entity, { talk: 0 }, heard);
      for (let index = 0; index < 50; index += 1) await append(talk, index);
      await following.catchUp();
      expect(heard.notes).toHaveLength(50);
      await Promise.all([following.catchUp(), following.catchUp()]);
      expect(heard.notes).toHaveLength(50);
    });

    it('delivers each event once and in order, while many append to all lanes', async () => {
      const { control, members, talk } = freshLanes();
      const lanes = [control, members, talk];
      const write = (from: number) =>
        Promise.all(Array.from({ length: 300 }, (_, index) => append(lanes[index % 3] ?? talk, from + index)));
      const early = collector();
      await follow(talk.entity, { control: 0, members: 0, talk: 0 }, early);
      const writing = write(0);
      const late = collector();
      const following = await follow(talk.entity, { control: 0, members: 0, talk: 0 }, late);
      const caughtUp = following.catchUp();
      await Promise.all([writing, write(300), caughtUp]);
      await Promise.all([early.has(600), late.has(600)]);
      await following.catchUp();
      const stored = await tested().store.read(lanes);
      expect(stored).toHaveLength(600);
      expect(early.events).toEqual(stored);
      expect(late.events).toEqual(stored);
    });

    it('lets a listener append', async () => {
      const { talk } = freshLanes();
      const heard = collector();
      const appended: Promise<unknown>[] = [];
      const following = await tested().feed.follow({
        category: testCategory,
        entity: talk.entity,
        after: { talk: 0 },
        onEvent: (recorded) => {
          if (heard.events.length < 5) appended.push(append(talk, heard.events.length + 1));
          heard.onEvent(recorded);
        },
      });
      await append(talk, 0);
      await heard.has(6);
      await Promise.all(appended);
      expect(heard.notes).toEqual(['0', '1', '2', '3', '4', '5']);
      following.close();
    });

    it('delivers nothing after it was closed, and may be closed twice', async () => {
      const { talk } = freshLanes();
      const [closed, other] = [collector(), collector()];
      const following = await follow(talk.entity, { talk: 0 }, closed);
      await follow(talk.entity, { talk: 0 }, other);
      following.close();
      following.close();
      await append(talk, 1);
      await other.has(1);
      await following.catchUp();
      expect(closed.notes).toEqual([]);
    });

    it('may be closed by its own listener', async () => {
      const { talk } = freshLanes();
      const heard = collector();
      const following = await tested().feed.follow({
        category: testCategory,
        entity: talk.entity,
        after: { talk: 0 },
        onEvent: (recorded) => {
          heard.onEvent(recorded);
          following.close();
        },
      });
      await Promise.all([append(talk, 1), append(talk, 2)]);
      await heard.has(1);
      await following.catchUp();
      expect(heard.notes).toHaveLength(1);
    });

    it('takes any name for an entity and mixes none up', async () => {
      const suffix = Math.random().toString(36).slice(2);
      const heard = await Promise.all(
        awkwardNames.map(async (name) => {
          const events = collector();
          await follow(name, { talk: 'latest' }, events);
          return events;
        }),
      );
      for (const name of awkwardNames) await append(lanesOf(name).talk, `${suffix} ${name}`);
      await Promise.all(heard.map((events) => events.has(1)));
      expect(heard.map(({ notes }) => notes)).toEqual(awkwardNames.map((name) => [`${suffix} ${name}`]));
    });
  });
}

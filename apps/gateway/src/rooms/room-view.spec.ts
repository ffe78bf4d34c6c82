import { channels, membershipOf, roomLane, type Actor, type PresenceChange, type RoomEvent } from '@noroshi/domain';
import {
  InMemoryBroadcast,
  InMemoryEventLog,
  undecodable,
  type FollowOptions,
  type LiveFeed,
} from '@noroshi/event-sourcing';
import { PoisonWatch } from './poison-watch.js';
import type { RoomAudience } from './room-view.js';
import { RoomView } from './room-view.js';
import { RoomViews } from './room-views.js';

const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const settings = { isPublic: true, maxMembers: 9, allowFileSharing: true };
const opened: RoomEvent = { type: 'RoomOpened', owner: ann, name: 'Lobby', settings };
const said = (content: string): RoomEvent => ({ type: 'MessagePosted', by: ann, content, messageType: 'text' });

const control = roomLane('lobby', 'control');
const talk = roomLane('lobby', 'talk');

class Listener implements RoomAudience {
  readonly events: string[] = [];
  readonly presence: unknown[] = [];
  onEvent: RoomAudience['onEvent'] = ({ event }) => this.events.push(event.type);
  onPresence: RoomAudience['onPresence'] = (news) => this.presence.push(news);
  onTyping: RoomAudience['onTyping'] = () => undefined;
  onSignal: RoomAudience['onSignal'] = () => undefined;
}

/** A feed whose live side has gone silent: only asking the log still helps. */
class SilentFeed implements LiveFeed<RoomEvent> {
  constructor(private readonly log: InMemoryEventLog<RoomEvent>) {}

  async follow(options: FollowOptions<RoomEvent>) {
    const heard: Parameters<typeof options.onEvent>[0][] = [];
    const following = await this.log.follow({ ...options, onEvent: (recorded) => heard.push(recorded) });
    for (const recorded of heard.splice(0)) options.onEvent(recorded);
    const catchUp = async () => {
      await following.catchUp();
      for (const recorded of heard.splice(0)) options.onEvent(recorded);
    };
    return { position: (lane: string) => following.position(lane), close: () => following.close(), catchUp };
  }
}

async function lobby(feedOf: (log: InMemoryEventLog<RoomEvent>) => LiveFeed<RoomEvent> = (log) => log) {
  const log = new InMemoryEventLog<RoomEvent>();
  const broadcast = new InMemoryBroadcast();
  const audience = new Listener();
  await log.append(control, opened);
  const logReads = { count: 0 };
  const records = {
    sent: () => Promise.resolve({ many: false as const, fingerprints: [] }),
    sentAs: () => Promise.resolve(undefined),
  };
  const onLogRead = () => void (logReads.count += 1);
  const poisoned: unknown[] = [];
  const poison = new PoisonWatch({
    logger: { error: (_, fields) => void poisoned.push(fields) },
    events: { inc: () => undefined },
  });
  const sources = { feed: feedOf(log), broadcast, audience, store: log, records, poison, onLogRead };
  return { log, broadcast, audience, sources, logReads, poisoned };
}

describe("a gateway's view of a room", () => {
  it('knows the state from the log and tells only what happens from now on', async () => {
    const { log, audience, sources } = await lobby();
    await log.append(talk, said('before'));
    const view = await RoomView.open('lobby', sources);
    expect(membershipOf(view.state, 'ann')?.role).toBe('owner');
    expect([view.position, audience.events]).toEqual([2, []]);
    const { position } = (await log.append(talk, said('after'))) as { position: number };
    await view.reach(position);
    expect(audience.events).toEqual(['MessagePosted']);
  });

  it('is not stopped by an event that can not be folded, and knows where its lane ends', async () => {
    const { log, audience, sources, poisoned } = await lobby();
    await log.append(control, undecodable('not JSON') as never);
    const view = await RoomView.open('lobby', sources);
    await log.append(roomLane('lobby', 'members'), { type: 'MemberJoined' } as never);
    await log.append(talk, said('hello'));
    expect((await view.reach(4)).positions).toEqual({ control: 2, members: 3, talk: 4 });
    expect(audience.events.at(-1)).toBe('MessagePosted');
    expect(poisoned).toMatchObject([
      { position: 2, cause: 'not JSON' },
      { position: 3, cause: expect.any(TypeError) as TypeError },
    ]);
  });

  it('reads from the log what the live feed did not bring', async () => {
    const { log, sources } = await lobby((inner) => new SilentFeed(inner));
    const view = await RoomView.open('lobby', sources);
    await log.append(control, { type: 'RoomRenamed', name: 'Attic', by: 'ann' });
    expect(view.state.name).toBe('Lobby');
    expect((await view.reach(2)).state.name).toBe('Attic');
  });

  it('makes whoever decides meanwhile wait for the news, so nobody overtakes', async () => {
    const { log, sources } = await lobby((inner) => new SilentFeed(inner));
    const view = await RoomView.open('lobby', sources);
    await log.append(control, { type: 'RoomRenamed', name: 'Attic', by: 'ann' });
    const order: string[] = [];
    const first = view.reach(2).then(() => order.push('first'));
    const second = Promise.resolve(view.current()).then(({ state }) => order.push(`second sees ${state.name}`));
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second sees Attic']);
  });

  it('says so when the log can not bring what was asked for', async () => {
    const { sources } = await lobby();
    const view = await RoomView.open('lobby', sources);
    await expect(view.reach(99)).rejects.toThrow('did not reach 99');
  });

  it('knows when a recent event was recorded', async () => {
    const { log, sources } = await lobby();
    const view = await RoomView.open('lobby', sources);
    await log.append(talk, said('hello'));
    expect(await view.recordedAt(2)).toBe((await log.readAt(2))?.recordedAt);
    expect(await view.recordedAt(1)).toBeUndefined();
  });

  it('reads what was missed from the log once for all who come back, and later from memory', async () => {
    const { log, sources, logReads } = await lobby();
    for (const content of ['one', 'two', 'three']) await log.append(talk, said(content));
    const view = await RoomView.open('lobby', sources);
    expect(view.since(1)).toBeUndefined();
    const [all, some] = await Promise.all([view.read(1), view.read(2)]);
    const positions = [all, some].map(({ events }) => events.map(({ position }) => position));
    expect([all.from, some.from]).toEqual([1, 2]);
    expect(positions).toEqual([
      [2, 3, 4],
      [3, 4],
    ]);
    expect(view.since(1)?.map(({ position }) => position)).toEqual([2, 3, 4]);
    expect(logReads.count).toBe(1);
  });

  it('says from where on the log has everything, and takes no more into its memory', async () => {
    const { log, sources } = await lobby();
    for (const content of ['one', 'two', 'three']) await log.append(talk, said(content));
    const read = log.read.bind(log);
    // As after a purge of what was said up to position 3.
    const store = { read, wholeAfter: (_: unknown, after: number) => Promise.resolve(Math.max(after, 3)) };
    const view = await RoomView.open('lobby', { ...sources, store });
    const { from, events } = await view.read(1);
    expect([from, events.map(({ position }) => position)]).toEqual([3, [4]]);
    expect(view.since(2)).toBeUndefined();
    expect(view.since(3)).toHaveLength(1);
  });

  it('passes on who comes and goes, until it is closed', async () => {
    const { broadcast, audience, sources } = await lobby();
    const view = await RoomView.open('lobby', sources);
    const change: PresenceChange = { kind: 'joined', roomId: 'lobby', user: ann, connectionId: 'c', count: 1 };
    const told = new Promise<void>((resolve) => {
      void broadcast.listen(channels.presence('lobby'), () => resolve());
    });
    const news = (position: number) => ({ place: { epoch: 'e', position, part: 0 }, news: change });
    broadcast.publish(channels.presence('lobby'), news(7));
    await told;
    expect(audience.presence).toEqual([change]);
    view.close();
    broadcast.publish(channels.presence('lobby'), news(8));
    await Promise.resolve();
    expect(audience.presence).toHaveLength(1);
  });
});

describe('the rooms that a gateway follows', () => {
  it('are followed once, however many hold them, and closed when nobody has for a while', async () => {
    const { sources } = await lobby();
    const views = new RoomViews(sources);
    const [one, other] = await Promise.all([views.acquire('lobby'), views.acquire('lobby')]);
    expect(one).toBe(other);
    views.release('lobby');
    views.sweep(Date.now() + 60_000);
    expect(views.size).toBe(1);
    views.release('lobby');
    views.sweep(Date.now());
    expect(views.size).toBe(1);
    views.sweep(Date.now() + 60_000);
    expect(views.size).toBe(0);
  });

  it('can be asked for again after the log was away', async () => {
    const { sources, log } = await lobby();
    let isAway = true;
    const feed: LiveFeed<RoomEvent> = {
      follow: (options) => (isAway ? Promise.reject(new Error('away')) : log.follow(options)),
    };
    const views = new RoomViews({ ...sources, feed });
    await expect(views.acquire('lobby')).rejects.toThrow('away');
    isAway = false;
    expect((await views.acquire('lobby')).state.name).toBe('Lobby');
  });
});

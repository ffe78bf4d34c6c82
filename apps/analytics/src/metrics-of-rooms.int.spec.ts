import {
  roomLane,
  sessionLane,
  type Actor,
  type AlertRule,
  type GatewayRun,
  type MembersEvent,
  type RoomEvent,
  type SessionEvent,
  type TalkEvent,
} from '@noroshi/domain';
import { eventually } from '@noroshi/testing';
import { runMetrics } from './testing/running-metrics.js';

const person = (id: string): Actor => ({ id, name: id, guest: false });
const posted = (id: string): TalkEvent => ({
  type: 'MessagePosted',
  by: person(id),
  content: 'x',
  messageType: 'text',
});
const joined = (id: string): MembersEvent => ({ type: 'MemberJoined', user: person(id), kind: 'member' });
const opened = (name: string, isPublic: boolean): RoomEvent => ({
  type: 'RoomOpened',
  owner: person('ann'),
  name,
  settings: { isPublic, maxMembers: 10, allowFileSharing: true },
});
const loud: AlertRule = {
  ...{ id: 'loud', metric: 'messagesPerMinute', comparison: 'above', threshold: 3, for: 1 },
  ...{ severity: 'info', title: 'Much is said' },
};

let metrics: Awaited<ReturnType<typeof runMetrics>>;
beforeEach(async () => {
  // The log has a clock of its own: what is said now was said lately by this one too.
  metrics = await runMetrics({ start: Math.floor(Date.now() / 1000) * 1000 + 2_000, rules: [loud] });
});
afterEach(() => metrics.stop());

const say = (roomId: string, event: MembersEvent | TalkEvent) =>
  metrics.rooms.append(roomLane(roomId, event.type === 'MemberJoined' ? 'members' : 'talk'), event);
const open = (roomId: string, isPublic = true) =>
  metrics.rooms.append(roomLane(roomId, 'control'), opened(`Room ${roomId}`, isPublic));

type Follower = Awaited<ReturnType<typeof metrics.follow>>;

/** A second passes, and what was counted until then is told. */
async function second(follower: Follower) {
  // What was measured before is stored: else this second would be left out.
  await metrics.settled();
  metrics.clock.tick();
  await follower.sample();
  return (await follower.rooms()).rooms;
}

it('what is said lately is told each second, and who did something, and in which public rooms most', async () => {
  const follower = await metrics.follow();
  await open('lobby');
  await open('den', false);
  await say('lobby', joined('ben'));
  for (const id of ['ann', 'ann', 'ben']) await say('lobby', posted(id));
  for (const id of ['cyd', 'dan']) await say('den', posted(id));
  await metrics.counts({ messagesPerMinute: 5 });
  // What the rooms are called is asked for when they are told first.
  await eventually(async () => (await second(follower)).topRooms.length > 0, { reason: 'the room is named' });
  expect(await second(follower)).toEqual({
    ...{ messagesPerMinute: 5, joinsPerMinute: 1, participants: 4, lateEvents: 0 },
    topRooms: [{ roomId: 'lobby', name: 'Room lobby', messages: 3 }],
  });
  for (let passed = 0; passed < 60; passed += 1) await second(follower);
  await metrics.counts({ messagesPerMinute: 0 });
  expect(await second(follower)).toMatchObject({ messagesPerMinute: 0, joinsPerMinute: 0, participants: 4 });
  follower.close();
});

it('what was said lately is known after a restart', async () => {
  await open('lobby');
  for (const id of ['ann', 'ben']) await say('lobby', posted(id));
  await metrics.counts({ messagesPerMinute: 2 });
  await metrics.recompose();
  await say('lobby', posted('ann'));
  await metrics.counts({ messagesPerMinute: 3 });
});

it('a rule about it fires', async () => {
  await open('lobby');
  const follower = await metrics.follow();
  for (let each = 0; each < 4; each += 1) await say('lobby', posted('ann'));
  await metrics.counts({ messagesPerMinute: 4 });
  for (let passed = 0; passed < 3; passed += 1) await second(follower);
  const { alert } = await follower.alert();
  expect(alert).toMatchObject({ title: 'Much is said', metric: 'messagesPerMinute', value: 4, state: 'firing' });
  follower.close();
});

it('what happened in a room is kept by the minute, and also where people only came and went', async () => {
  const run: GatewayRun = { gateway: 'g1', epoch: Date.now() };
  let change = 0;
  const session = (event: Record<string, unknown>) =>
    metrics.sessions.append(sessionLane('g1'), { ...event, run, change: (change += 1) } as unknown as SessionEvent);
  const connection = { connectionId: 'c1', user: person('ann'), userAgent: '', address: '', connectedAt: run.epoch };
  await session({ type: 'GatewayStarted' });
  await session({ type: 'SessionOpened', connection });
  for (const roomId of ['lobby', 'attic'])
    await session({ type: 'RoomEntered', connectionId: 'c1', user: person('ann'), roomId });
  await open('lobby');
  await say('lobby', joined('ben'));
  for (const id of ['ann', 'ann', 'ben']) await say('lobby', posted(id));
  await metrics.counts({ messagesPerMinute: 3 });
  for (let passed = 0; passed < 150; passed += 1) metrics.clock.tick();
  const of = async (roomId: string) => {
    const rollups = await metrics.rollups({ roomId, from: 0, to: Date.now() + 1_000_000, limit: 10 });
    // What was done may have been done in two minutes.
    return rollups.reduce(
      (sum, each) => ({
        messages: sum.messages + each.messages,
        joins: sum.joins + each.joins,
        activeUsers: Math.max(sum.activeUsers, each.activeUsers),
        peakPresence: Math.max(sum.peakPresence, each.peakPresence),
      }),
      { messages: 0, joins: 0, activeUsers: 0, peakPresence: 0 },
    );
  };
  const isKept = async () => {
    metrics.clock.again();
    return (await of('lobby')).messages === 3 && (await of('attic')).peakPresence === 1;
  };
  await eventually(isKept, { reason: 'the minutes are kept' });
  expect(await of('lobby')).toMatchObject({ messages: 3, joins: 1, peakPresence: 1 });
  expect(await of('attic')).toEqual({ messages: 0, joins: 0, activeUsers: 0, peakPresence: 1 });
  expect(await of('nowhere')).toMatchObject({ messages: 0 });
});

it('of two processes one keeps the dashboard, and the other goes on when that is gone', async () => {
  const follower = await metrics.follow();
  const goOnWithOther = await metrics.beside('another');
  await open('lobby');
  await say('lobby', posted('ann'));
  await metrics.counts({ messagesPerMinute: 1 });
  expect(await second(follower)).toMatchObject({ messagesPerMinute: 1 });
  await goOnWithOther();
  const isKept = async () => {
    metrics.clock.again();
    return (await metrics.raise({})).ok;
  };
  await eventually(isKept, { reason: 'the other one keeps it' });
  await say('lobby', posted('ann'));
  await metrics.counts({ messagesPerMinute: 2 });
  expect(await second(follower)).toMatchObject({ messagesPerMinute: 2 });
  follower.close();
});

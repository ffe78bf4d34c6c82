import {
  roomLane,
  type Actor,
  type AlertRule,
  type MembersEvent,
  type RoomEvent,
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

import type { RecordedEvent } from '@noroshi/event-sourcing';
import fc from 'fast-check';
import type { Actor } from '../actor.js';
import { recorded, verified, guest } from '../testing/given-room.js';
import type { RoomCommand } from './commands.js';
import { roomDecider } from './decide.js';
import type { RoomEvent, RoomSettings } from './events.js';
import { laneOf, placeRoomEvent } from './lanes.js';
import type { RoomState } from './room-state.js';

const { initialState } = roomDecider;
const decide: typeof roomDecider.decide = (next, state) => roomDecider.decide(next, state);
const evolve: typeof roomDecider.evolve = (state, entry) => roomDecider.evolve(state, entry);
const place = placeRoomEvent('lobby');

/** Few people and small limits, so that they meet: some ids are both a user's and a guest's. */
const ids = ['ann', 'bob', 'cyd', 'dee', '__proto__'];
const userId = fc.constantFrom(...ids);
const actor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(verified('ann')) },
  { weight: 4, arbitrary: userId.map(verified) },
  { weight: 1, arbitrary: userId.map(guest) },
);
const settings: fc.Arbitrary<RoomSettings> = fc.record({
  isPublic: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  maxMembers: fc.integer({ min: 1, max: 4 }),
  allowFileSharing: fc.boolean(),
});
const roomy: RoomSettings = { isPublic: true, maxMembers: 4, allowFileSharing: true };
const kind = fc.constantFrom('member', 'visitor');
const role = fc.constantFrom('moderator', 'member');
const time = fc.integer({ min: 0, max: 60_000 });
const is = <T extends string>(type: T) => fc.constant(type);
const laneNames = ['control', 'members', 'talk'] as const;
const wish = { by: actor, at: time };
const facts = fc.option(
  fc.record({
    position: fc.nat(9),
    postedAt: time,
    authorId: userId,
    deleted: fc.boolean(),
    content: fc.constantFrom('', 'hi'),
    reactions: fc.constant({ '👍': ['ann'] }),
  }),
  { nil: undefined },
);

const command: fc.Arbitrary<RoomCommand> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ ...wish, type: is('JoinRoom'), kind }) },
  { weight: 3, arbitrary: fc.record({ ...wish, type: is('LeaveRoom') }) },
  { weight: 1, arbitrary: fc.record({ ...wish, type: is('OpenRoom'), name: is('Lobby'), settings }) },
  { weight: 2, arbitrary: fc.record({ ...wish, type: is('InviteUser'), userId }) },
  { weight: 1, arbitrary: fc.record({ ...wish, type: is('RenameRoom'), name: fc.string() }) },
  { weight: 3, arbitrary: fc.record({ ...wish, type: is('ChangeSettings'), settings }) },
  { weight: 3, arbitrary: fc.record({ ...wish, type: is('ChangeRole'), userId, role }) },
  { weight: 3, arbitrary: fc.record({ ...wish, type: is('TransferOwnership'), to: userId }) },
  { weight: 2, arbitrary: fc.record({ ...wish, type: is('MuteUser'), userId, until: time }) },
  { weight: 2, arbitrary: fc.record({ ...wish, type: is('RemoveUser'), userId }) },
  { weight: 3, arbitrary: fc.record({ ...wish, type: is('BanUser'), userId }) },
  { weight: 2, arbitrary: fc.record({ ...wish, type: is('UnbanUser'), userId }) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        ...wish,
        ...{ type: is('PostMessage'), content: fc.string(), messageType: is('text') },
        replyTo: fc.record({ message: facts }),
      },
      { requiredKeys: ['by', 'at', 'type', 'content', 'messageType'] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ ...wish, type: is('EditMessage'), message: facts, content: fc.string() }) },
  { weight: 1, arbitrary: fc.record({ ...wish, type: is('DeleteMessage'), message: facts }) },
  { weight: 1, arbitrary: fc.record({ ...wish, type: is('React'), message: facts, emoji: fc.string() }) },
  { weight: 1, arbitrary: fc.record({ ...wish, type: is('Unreact'), message: facts, emoji: fc.string() }) },
);
/** Whatever a log could hold, decided by us or not. */
const anyEvent: fc.Arbitrary<RoomEvent> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: is('MemberJoined'), user: actor, kind }) },
  { weight: 3, arbitrary: fc.record({ type: is('MemberLeft'), userId }) },
  { weight: 1, arbitrary: fc.record({ type: is('RoomOpened'), owner: actor, name: is('Attic'), settings }) },
  { weight: 1, arbitrary: fc.record({ type: is('RoomRenamed'), name: is('Attic'), by: userId }) },
  { weight: 3, arbitrary: fc.record({ type: is('SettingsChanged'), settings, by: userId }) },
  { weight: 2, arbitrary: fc.record({ type: is('UserInvited'), userId, by: userId }) },
  { weight: 3, arbitrary: fc.record({ type: is('RoleChanged'), userId, role, by: userId }) },
  { weight: 3, arbitrary: fc.record({ type: is('OwnershipTransferred'), to: userId, by: userId }) },
  { weight: 2, arbitrary: fc.record({ type: is('UserMuted'), userId, until: time, by: userId }) },
  { weight: 2, arbitrary: fc.record({ type: is('UserRemoved'), userId, by: userId }) },
  { weight: 3, arbitrary: fc.record({ type: is('UserBanned'), userId, by: userId }) },
  { weight: 2, arbitrary: fc.record({ type: is('UserUnbanned'), userId, by: userId }) },
);
/** The one who asks most opens the room, so that much of what is asked is granted. */
const opening = fc.record({
  at: time,
  by: fc.constant(verified('ann')),
  type: is('OpenRoom'),
  name: is('Lobby'),
  settings: fc.constant(roomy),
});
const archiving = fc.record({ ...wish, type: is('ArchiveRoom') });
const life = fc
  .tuple(opening, fc.array(command, { maxLength: 60 }), fc.option(archiving, { nil: undefined }))
  .map(([first, middle, last]) => [first, ...middle, ...(last ? [last] : [])]);

const fold = (log: readonly RecordedEvent<RoomEvent>[]): RoomState => log.reduce(evolve, initialState);

function expectSound(state: RoomState): void {
  const members = [...state.members.values()];
  expect(state.members.size).toBeLessThanOrEqual(state.settings.maxMembers);
  expect(members.filter((member) => state.banned.has(member.user.id))).toEqual([]);
  expect([...state.members].every(([id, member]) => id === member.user.id)).toBe(true);
  expect(members.filter(({ user, role }) => user.guest && role === 'moderator')).toEqual([]);
  if (state.status === 'absent') expect(state).toBe(initialState);
  else
    expect(members.filter((member) => member.role === 'owner')).toEqual([
      expect.objectContaining({ user: expect.objectContaining({ id: state.ownerId }) as Actor, kind: 'member' }),
    ]);
}

const expectAlwaysSound = (log: readonly RecordedEvent<RoomEvent>[]): void => {
  let state = initialState;
  for (const entry of log) expectSound((state = evolve(state, entry)));
};

describe('a room keeps its promises', () => {
  it('over any life, decided one command after the other', () => {
    fc.assert(
      fc.property(life, (commands) => {
        let state = initialState;
        commands.forEach((next, index) => {
          const decision = decide(next, state);
          if (decision.kind !== 'accepted') return;
          const after = evolve(state, recorded(decision.event, index + 1));
          expectSound(after);
          if (mustShow(decision.event)) expect(after).not.toEqual(state);
          state = after;
        });
      }),
      { numRuns: 400 },
    );
  });

  it('over any log that deciders make who see only the beginning of it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.nat(5)), { maxLength: 60 }), opening, (wishes, first) => {
        const log: RecordedEvent<RoomEvent>[] = [];
        for (const [next, behind] of [[first, 0] as const, ...wishes]) {
          const seen = log.slice(0, Math.max(0, log.length - behind));
          const decision = decide(next, fold(seen));
          if (decision.kind !== 'accepted') continue;
          const { guardedBy } = place(decision.event);
          const guarded = (entry: RecordedEvent) => entry.lane.name === guardedBy.name;
          if (log.findLast(guarded) === seen.findLast(guarded)) log.push(recorded(decision.event, log.length + 1));
        }
        expectAlwaysSound(log);
      }),
      { numRuns: 400 },
    );
  });

  it('over any merge of lanes that each keep their own order', () => {
    fc.assert(
      fc.property(life, fc.array(fc.constantFrom(...laneNames), { maxLength: 60 }), (commands, turns) => {
        const events = eventsOf(commands);
        const lanes = new Map(
          laneNames.map((name) => [name, events.filter((event) => laneOf(event) === name)] as const),
        );
        const merged = turns.flatMap((lane) => lanes.get(lane)?.shift() ?? []);
        const rest = [...lanes.values()].flat();
        expectAlwaysSound([...merged, ...rest].map((event, index) => recorded(event, index + 1)));
      }),
      { numRuns: 400 },
    );
  });

  it('over any events in any order, with or without a decider', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const first: RoomEvent = { type: 'RoomOpened', owner: verified('ann'), name: 'Lobby', settings: roomy };
        expectAlwaysSound([first, ...events].map((event, index) => recorded(event, index + 1)));
        expectAlwaysSound(events.map((event, index) => recorded(event, index + 1)));
      }),
      { numRuns: 400 },
    );
  });

  it('the same for all who fold the same log', () => {
    fc.assert(
      fc.property(life, (commands) => {
        const log = eventsOf(commands).map((event, index) => recorded(event, index + 1));
        const throughJson = JSON.parse(JSON.stringify(log)) as typeof log;
        expect(fold(throughJson)).toEqual(fold(log));
      }),
    );
  });
});

/** A mute may be over by the log's clock when it is stored; what is said is no part of the room. */
const mustShow = (event: RoomEvent): boolean => laneOf(event) !== 'talk' && event.type !== 'UserMuted';

function eventsOf(commands: readonly RoomCommand[]): RoomEvent[] {
  const events: RoomEvent[] = [];
  let state = initialState;
  for (const next of commands) {
    const decision = decide(next, state);
    if (decision.kind !== 'accepted') continue;
    state = evolve(state, recorded(decision.event, events.length + 1));
    events.push(decision.event);
  }
  return events;
}

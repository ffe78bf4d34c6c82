import { roomDecider, roomLane, type Actor, type RoomEvent, type RoomState } from '@noroshi/domain';
import { Hub, Session } from '@noroshi/hub';
import { roomsDialect } from '@noroshi/protocol';
import { Audience } from './audience.js';
import { nowhere } from '../sessions/nowhere.js';

const owner: Actor = { id: 'olga', name: 'Olga', guest: false };
const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const gus: Actor = { id: 'gus', name: 'Gus', guest: true };
const settings = { isPublic: true, maxMembers: 9, allowFileSharing: true };

/** A room with members, and people who only listen to it. */
function room(...members: readonly Actor[]) {
  const hub = new Hub({ publish: () => undefined, flush: () => undefined });
  const expelled: string[] = [];
  const readmitted: string[] = [];
  const audience = new Audience({
    ...{ hub, epoch: 'e', heard: () => undefined },
    expel: (session, roomId, why) => {
      hub.leave(session, roomId);
      expelled.push(`${session.identity?.user.id ?? ''}: ${why}`);
    },
    readmit: (session) => void readmitted.push(session.identity?.user.id ?? ''),
  });
  let state: RoomState = roomDecider.initialState;
  let position = 0;
  const happens = (event: RoomEvent) => {
    position += 1;
    const recorded = { event, lane: roomLane('lobby', 'control'), position, recordedAt: 0 };
    state = roomDecider.evolve(state, recorded);
    audience.onEvent(recorded, state);
  };
  happens({ type: 'RoomOpened', owner, name: 'Lobby', settings });
  for (const user of members) happens({ type: 'MemberJoined', user, kind: user.guest ? 'visitor' : 'member' });
  const session = (user: Actor) => {
    const made = new Session({
      ...{ connectionId: user.id, connection: nowhere, dialect: roomsDialect, traits: { oneRoom: false } },
      ...{ memory: {}, connectedAt: 0, identity: { user } },
    });
    hub.add(made);
    return made;
  };
  const listens = (user: Actor) => hub.listen(session(user), 'lobby');
  const enters = (user: Actor) => hub.enter(session(user), 'lobby');
  return { happens, listens, enters, expelled, readmitted };
}

describe('who only listens to a room', () => {
  it.each<readonly [string, RoomEvent, string]>([
    ['leaves it', { type: 'MemberLeft', userId: 'ann' }, 'ann: not_a_member'],
    ['is removed', { type: 'UserRemoved', userId: 'ann', by: 'olga' }, 'ann: not_a_member'],
    ['is banned', { type: 'UserBanned', userId: 'ann', by: 'olga' }, 'ann: banned'],
    ['has its visit ended', { type: 'MemberLeft', userId: 'ann', visitEnded: true }, 'ann: not_a_member'],
    ['is there when it is archived', { type: 'RoomArchived', by: 'olga' }, 'ann: room_archived'],
  ])('does not hear it any more when its user %s', (_, event, shownOut) => {
    const { happens, listens, expelled, readmitted } = room(ann);
    listens(ann);
    happens(event);
    expect([expelled, readmitted]).toEqual([[shownOut], []]);
  });

  it('as a guest needs no membership of a public room', () => {
    const { happens, listens, expelled } = room(gus);
    listens(gus);
    happens({ type: 'MemberLeft', userId: 'gus', visitEnded: true });
    expect(expelled).toEqual([]);
  });

  it('as a guest is shown out when the room becomes private, and members are not', () => {
    const { happens, listens, expelled } = room(ann);
    listens(gus);
    listens(ann);
    happens({ type: 'SettingsChanged', settings: { ...settings, isPublic: false }, by: 'olga' });
    expect(expelled).toEqual(['gus: room_private']);
  });

  it('as a guest does not hear a room that the id is banned from', () => {
    const { happens, listens, expelled } = room();
    listens(gus);
    happens({ type: 'UserBanned', userId: 'gus', by: 'olga' });
    expect(expelled).toEqual(['gus: banned']);
  });
});

it('who is present when a visit ends is made a visitor again', () => {
  const { happens, enters, expelled, readmitted } = room(gus);
  enters(gus);
  happens({ type: 'MemberLeft', userId: 'gus', visitEnded: true });
  expect([expelled, readmitted]).toEqual([[], ['gus']]);
});

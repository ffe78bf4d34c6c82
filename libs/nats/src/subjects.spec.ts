import { addresses, channels, dashboardLane, readsLane, roomLane, sessionLane, statusLane } from '@noroshi/domain';
import { awkwardNames } from '@noroshi/event-sourcing/testing';
import fc from 'fast-check';
import { decodeToken, encodeToken } from './subject-token.js';
import {
  channelSubject,
  checkpointSubject,
  dashboardNames,
  laneOfAllSubjects,
  laneSubject,
  liveEntitySubjects,
  liveSubject,
  parseLaneSubject,
  serviceSubject,
  streamNames,
} from './subjects.js';

/** Every Unicode text: no halves of surrogate pairs. */
const anyText = fc.string({ unit: 'binary' });

describe('a subject token', () => {
  it('keeps letters, digits, _ and - readable', () => {
    expect(encodeToken('Room_1-a')).toBe('Room_1-a');
    expect(encodeToken('a.b c')).toBe('a=2Eb=20c');
    expect(encodeToken('é')).toBe('=C3=A9');
    expect(encodeToken('')).toBe('=');
  });

  it('is decoded to the text it was made of', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(decodeToken(encodeToken(text))).toBe(text);
      }),
    );
  });

  it('has only characters that mean nothing to NATS', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(encodeToken(text)).toMatch(/^[A-Za-z0-9_=-]+$/);
      }),
    );
  });

  it('is different for different texts', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        expect(encodeToken(one) === encodeToken(other)).toBe(one === other);
      }),
    );
    expect(new Set(awkwardNames.map(encodeToken)).size).toBe(awkwardNames.length);
  });

  it('of the longest id fits into a protocol line of 4,096 bytes', () => {
    expect(encodeToken('🔥'.repeat(128))).toHaveLength(1_536);
  });

  it('is refused for half a surrogate pair, which no UTF-8 can carry', () => {
    expect(() => encodeToken('a\ud83d')).toThrow(RangeError);
  });

  it('is refused when it is not one', () => {
    for (const token of ['', 'a.b', '=2', '=2e', '=GG', '=FF', 'é', '*']) {
      expect(() => decodeToken(token)).toThrow(RangeError);
    }
  });
});

describe('the subjects', () => {
  it('of lanes', () => {
    expect(laneSubject(roomLane('lobby', 'talk'))).toBe('room.lobby.talk');
    expect(laneSubject(roomLane('a.b', 'control'))).toBe('room.a=2Eb.control');
    expect(laneSubject(readsLane('ada'))).toBe('user.ada.reads');
    expect(laneOfAllSubjects('room', 'talk')).toBe('room.*.talk');
  });

  it('of live events', () => {
    expect(liveSubject(roomLane('lobby', 'talk'))).toBe('live.room.lobby.talk');
    expect(liveEntitySubjects({ category: 'room', entity: '>' })).toBe('live.room.=3E.*');
  });

  it('of lanes are read back', () => {
    for (const name of awkwardNames) {
      const lane = roomLane(name, 'talk');
      expect(parseLaneSubject(laneSubject(lane))).toEqual(lane);
    }
    for (const subject of ['room', 'room.a', 'room.a.b.c']) expect(() => parseLaneSubject(subject)).toThrow(RangeError);
  });

  it('of ephemeral news', () => {
    expect(channelSubject(channels.typing('lobby'))).toBe('typing.room.lobby');
    expect(channelSubject(channels.presence('a b'))).toBe('presence.room.a=20b');
    expect(channelSubject(channels.reads)).toBe('news.reads');
    expect(channelSubject(channels.leases)).toBe('news.leases');
    expect(channelSubject({ kind: 'room', entity: 'lobby' })).toBe('news.room.lobby');
  });

  it('of services', () => {
    expect(serviceSubject(addresses.rooms('execute'))).toBe('service.rooms.execute');
    expect(serviceSubject(addresses.gateway('gateway-1', 'introduce'))).toBe('service.gateway.gateway-1.introduce');
  });

  it('are in a stream when they are a lane of a room, a user or a gateway, and in no stream otherwise', () => {
    const kept = (subject: string) =>
      Object.values(streamNames).filter(({ subjects }) => subjects.some((pattern) => matches(pattern, subject)));
    expect(kept(laneSubject(roomLane('lobby', 'members')))).toEqual([streamNames.rooms]);
    expect(kept(laneSubject(readsLane('ada')))).toEqual([streamNames.users]);
    expect(kept(laneSubject(statusLane('ada')))).toEqual([streamNames.users]);
    expect(kept(laneSubject(sessionLane('host.gateway-1')))).toEqual([streamNames.sessions]);
    expect(kept(checkpointSubject('any.name'))).toEqual([streamNames.checkpoints]);
    expect(kept(laneSubject(dashboardLane('metrics')))).toEqual([]);
    expect(dashboardNames.subjects.some((pattern) => matches(pattern, laneSubject(dashboardLane('metrics'))))).toBe(
      true,
    );
    const ephemeral = [
      liveSubject(roomLane('lobby', 'talk')),
      channelSubject({ kind: 'room', entity: 'control' }),
      channelSubject({ kind: 'user', entity: 'reads' }),
      serviceSubject({ service: 'room', instance: 'lobby', operation: 'talk' }),
    ];
    for (const subject of ephemeral) expect(kept(subject)).toEqual([]);
  });
});

const matches = (pattern: string, subject: string): boolean => {
  const [wanted, given] = [pattern.split('.'), subject.split('.')];
  return wanted.length === given.length && wanted.every((token, index) => token === '*' || token === given[index]);
};

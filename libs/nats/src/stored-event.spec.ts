import { isUndecodable, type Event } from '@noroshi/event-sourcing';
import { readStored } from './stored-event.js';

const stored = (bytes: string | Uint8Array, subject = 'room.lobby.talk') =>
  readStored(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, subject);
const reasonOf = (event: Event) => (isUndecodable(event) ? event.reason : undefined);

describe('a stored message', () => {
  it('is the event that its JSON says, on the lane of its subject', () => {
    expect(stored('{"type":"RoomArchived","by":"ann"}', 'room.caf=C3=A9.control')).toEqual({
      lane: { category: 'room', entity: 'café', name: 'control' },
      event: { type: 'RoomArchived', by: 'ann' },
    });
  });

  it.each([
    ['', 'the message is not JSON'],
    ['{"type":', 'the message is not JSON'],
    [new Uint8Array([0xff, 0xfe, 0]), 'the message is not JSON'],
    ['null', 'the message is no event: it has no type'],
    ['"MessagePosted"', 'the message is no event: it has no type'],
    ['[]', 'the message is no event: it has no type'],
    ['{"type":7}', 'the message is no event: it has no type'],
    ['{"type":"MessagePosted","content":"secret"}', 'the message is a MessagePosted without a valid by'],
  ])('that is no event says why, and tells nothing of its content: %j', (bytes, reason) => {
    expect(reasonOf(stored(bytes).event)).toBe(reason);
  });

  it('of a user is checked as well', () => {
    expect(reasonOf(stored('{"type":"UserRevoked","by":{}}', 'user.ann.access').event)).toBe(
      'the message is a UserRevoked without a valid at',
    );
    expect(reasonOf(stored('{"type":"RoomRead","roomId":"a"}', 'user.ann.reads').event)).toContain('position');
  });

  it('of a later version is an event', () => {
    expect(stored('{"type":"MessagePinned","message":7}').event).toEqual({ type: 'MessagePinned', message: 7 });
  });

  it('under a subject that no lane has is of an entity that can not exist', () => {
    for (const subject of ['room.=zz.talk', 'room.a.b.c', 'room']) {
      const { lane, event } = stored('{"type":"RoomArchived","by":"ann"}', subject);
      expect(lane.entity.startsWith('\u0000')).toBe(true);
      expect(reasonOf(event)).toBe(`no lane has the subject ${subject}`);
    }
  });
});

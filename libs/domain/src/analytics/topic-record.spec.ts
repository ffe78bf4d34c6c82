import { isUndecodable, type RecordedEvent } from '@noroshi/event-sourcing';
import fc from 'fast-check';
import { roomLane, type RoomEvent } from '../room/events.js';
import { isKnownEvent } from './known-events.js';
import { eventOfRecord, topicRecordOf, type ToldEvent } from './topic-record.js';

const EPOCH = 'mhz1k2';
const by = { id: 'ann', name: 'Ann', guest: false };
const posted: RoomEvent = { type: 'MessagePosted', by, content: 'hi', messageType: 'text' };

const recorded = (more: Partial<RecordedEvent> = {}): RecordedEvent => ({
  ...{ event: posted, lane: roomLane('lobby', 'talk'), position: 71, recordedAt: 1_700_000_000_123 },
  ...more,
});

const told = (record: Parameters<typeof eventOfRecord>[0]): ToldEvent => {
  const outcome = eventOfRecord(record);
  if (!('id' in outcome)) throw new Error(outcome.reason);
  return outcome;
};

describe('an event on the topic', () => {
  it('is its JSON, under the key of its room, with the headers of a CloudEvent', () => {
    expect(topicRecordOf(recorded(), EPOCH)).toEqual({
      key: 'lobby',
      value: JSON.stringify(posted),
      timestamp: 1_700_000_000_123,
      headers: {
        ce_specversion: '1.0',
        ce_id: 'room_mhz1k2-1z',
        ce_source: '/noroshi/room',
        ce_type: 'noroshi.room.MessagePosted.v1',
        ce_time: '2023-11-14T22:13:20.123Z',
        ce_subject: 'room/lobby/talk',
        'content-type': 'application/json',
      },
    });
  });

  it('has an id that no event of another place or log has', () => {
    const ids = [
      topicRecordOf(recorded(), EPOCH),
      topicRecordOf(recorded({ position: 72 }), EPOCH),
      topicRecordOf(recorded(), 'other'),
      topicRecordOf(recorded({ lane: { category: 'user', entity: 'lobby', name: 'talk' } }), EPOCH),
    ].map(({ headers }) => headers['ce_id']);
    expect(new Set(ids).size).toBe(4);
  });

  it('carries the trace that it is part of, if it is of one', () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const record = topicRecordOf({ ...recorded(), trace }, EPOCH);
    expect(record.headers['traceparent']).toBe(trace);
    expect(told(record).trace).toBe(trace);
  });

  it('is read back as it was, whatever the room is called', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/\p{Cs}/u.test(text)),
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        fc.string(),
        (entity, position, recordedAt, content) => {
          const lane = { category: 'room', entity, name: 'talk' };
          const given = recorded({ lane, position, recordedAt, event: { ...posted, content } as RoomEvent });
          const id = `room_${EPOCH}-${position.toString(36)}`;
          expect(eventOfRecord(topicRecordOf(given, EPOCH))).toEqual({ ...given, id, epoch: EPOCH, version: 1 });
        },
      ),
    );
  });

  it.each<[string, Partial<Record<string, string>>, string?]>([
    ['another id', { ce_id: 'user_mhz1k2-1z' }],
    ['an id that is no place', { ce_id: 'room_71' }],
    ['no subject', { ce_subject: '' }],
    ['a subject of one part', { ce_subject: 'lobby' }],
    ['a subject that is no text', { ce_subject: 'room/%ff/talk' }],
    ['no time', { ce_time: 'yesterday' }],
    ['another type than its event', { ce_type: 'noroshi.room.MessageEdited.v1' }],
    ['no version', { ce_type: 'noroshi.room.MessagePosted' }],
    ['a value that is not JSON', {}, 'hello'],
    ['a value that is no object', {}, 'null'],
    ['a value without a type', {}, '{}'],
  ])('with %s is undecodable', (_, headers, value = JSON.stringify(posted)) => {
    const record = topicRecordOf(recorded(), EPOCH);
    const outcome = eventOfRecord({ value, headers: { ...record.headers, ...headers } as Record<string, string> });
    expect('reason' in outcome && isUndecodable(outcome)).toBe(true);
  });

  it('of a later version of its type says which', () => {
    const { headers, value } = topicRecordOf(recorded(), EPOCH);
    expect(told({ value, headers: { ...headers, ce_type: 'noroshi.room.MessagePosted.v2' } }).version).toBe(2);
  });
});

describe('a type of event', () => {
  it.each([
    ['room', 'MessagePosted', true],
    ['user', 'NotificationAdded', true],
    ['session', 'SessionLost', true],
    ['room', 'SessionLost', false],
    ['room', 'MessageTranslated', false],
    ['room', 'constructor', false],
    ['dashboard', 'MetricsMeasured', false],
  ])('of %s, %s, is known: %s', (category, type, expected) => {
    expect(isKnownEvent(category, type)).toBe(expected);
  });
});

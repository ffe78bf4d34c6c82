import { formatCursor, formatOffset, parseCursor, positionIn, roomLane, type Actor } from '@noroshi/domain';
import fc from 'fast-check';
import { disconnects } from '../../catalogue.js';
import { textOf } from '../../numbered-text.js';
import type { ServerFrame } from '../../server-frame.js';
import { roomsDialect } from '../rooms/rooms-dialect.js';
import { farewell } from './farewell.js';
import { pushed } from './pushed.js';
import { sseDialect } from './sse-dialect.js';

const epoch = 'e1';
const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const at = Date.parse('2026-01-02T03:04:05.678Z');

const message = (roomId: string, position: number): ServerFrame => ({
  kind: 'event',
  epoch,
  recorded: {
    event: { type: 'MessagePosted', by: ann, content: 'two\nlines', messageType: 'text' },
    lane: roomLane(roomId, 'talk'),
    position,
    recordedAt: at,
  },
});
const joined = (roomId: string, position: number): ServerFrame => ({
  kind: 'joined',
  roomName: roomId,
  memberCount: 1,
  ...{ roomId, epoch, position, at },
});
const resumed = (roomId: string, from: number, to: number): ServerFrame => ({
  kind: 'resumed',
  roomId,
  complete: true,
  ...{ from: formatOffset(epoch, from), to: formatOffset(epoch, to) },
});
const gap = (roomId: string, from: string, to?: number): ServerFrame => ({
  kind: 'resumed',
  roomId,
  complete: false,
  code: 'other_log',
  from,
  ...(to === undefined ? {} : { to: formatOffset(epoch, to) }),
});
const typing: ServerFrame = { kind: 'typing', roomId: 'a', user: ann, isTyping: true, at };

/** What one stream is told, in order; undefined where it is told nothing. */
function conversation(query: string) {
  const memory = sseDialect.begin(new URLSearchParams(query));
  return (frame: ServerFrame): string | undefined => {
    const text = sseDialect.encode(frame);
    const own = text === undefined ? undefined : sseDialect.address?.(text, frame)(memory);
    return own === undefined ? undefined : textOf(own);
  };
}

const lineOf = (text: string | undefined, field: string): string | undefined =>
  text
    ?.split('\n')
    .find((line) => line.startsWith(`${field}: `))
    ?.slice(field.length + 2);

/** Where a client that was told these frames goes on in each room; undefined: as it came. */
function placesAfter(query: string, frames: readonly ServerFrame[], rooms: readonly string[]): unknown {
  const tell = conversation(query);
  const ids = frames.map((frame) => lineOf(tell(frame), 'id')).filter((id) => id !== undefined);
  const cursor = parseCursor(ids.at(-1) ?? '');
  return cursor && [cursor.epoch, ...rooms.map((roomId) => positionIn(cursor, roomId))];
}

describe('a stream of events', () => {
  it('says a frame of the rooms dialect, by its type, with a cursor', () => {
    const tell = conversation('room=a');
    const data = roomsDialect.encode(message('a', 37)) ?? '';
    expect(tell(message('a', 37))).toBe(`event: message\ndata: ${data}\nid: e1-11\n\n`);
  });

  it('says what is of no place without one', () => {
    expect(conversation('room=a')(typing)).toBe(`event: typing\ndata: ${roomsDialect.encode(typing) ?? ''}\n\n`);
  });

  it('says nothing that the rooms dialect does not say', () => {
    const tell = conversation('room=a');
    const frame = message('a', 1);
    if (frame.kind !== 'event') throw new Error('no event');
    const left: ServerFrame = {
      ...frame,
      recorded: { ...frame.recorded, event: { type: 'MemberLeft', userId: 'ann' } },
    };
    expect(tell(left)).toBeUndefined();
  });

  it('begins and ends with when to come back, differently for each client', () => {
    const retry = (connectionId: string) =>
      Number(lineOf(conversation('room=a')({ kind: 'connected', connectionId, at }), 'retry'));
    const times = Array.from({ length: 200 }, (_, index) => retry(`connection-${index}`));
    expect(times.every((ms) => ms >= 1000 && ms < 2000)).toBe(true);
    expect(new Set(times).size).toBeGreaterThan(150);
    expect(lineOf(conversation('room=a')({ kind: 'reconnect', afterMs: 4321 }), 'retry')).toBe('1321');
  });

  it('ends with what a close code says to a socket', () => {
    expect(farewell(disconnects.expired)).toBe(
      'event: closed\ndata: {"type":"closed","code":4401,"reason":"token expired","reconnect":true}\n\n',
    );
  });

  it('may carry what a back end says past every dialect, line by line', () => {
    expect(pushed('{"a":1}', { isText: true })).toBe('event: push\ndata: {"a":1}\n\n');
    expect(pushed('one\ntwo\r\nid: 3\rfour', { isText: true })).toBe(
      'event: push\ndata: one\ndata: two\ndata: id: 3\ndata: four\n\n',
    );
    expect(pushed('AP8=', { isText: false })).toBe('event: pushBase64\ndata: AP8=\n\n');
  });

  it('takes nothing', () => {
    const memory = sseDialect.begin(new URLSearchParams());
    expect(sseDialect.decode('{"action":"ping"}', memory)).toEqual({
      ok: false,
      error: { kind: 'error', code: 'unknown_action' },
    });
  });

  it('is of somebody who only listens, to many rooms', () => {
    expect(sseDialect.traits(new URLSearchParams())).toEqual({ oneRoom: false, listens: true });
  });
});

/** What somebody who comes with a cursor is told of three rooms; `isCut`: up to the middle of the first that has something. */
function* replayed(
  log: readonly string[],
  text: string,
  { isCut }: { readonly isCut: boolean },
): Generator<ServerFrame> {
  const cursor = parseCursor(text);
  for (const roomId of ['a', 'b', 'c']) {
    const from = cursor ? positionIn(cursor, roomId) : 0;
    yield resumed(roomId, from, log.length);
    const missed = log.flatMap((room, index) => (room === roomId && index + 1 > from ? [index + 1] : []));
    const told = isCut ? missed.slice(0, Math.ceil(missed.length / 2)) : missed;
    yield* told.map((position) => message(roomId, position));
    if (told.length < missed.length) return;
  }
}

describe('the cursor of a stream', () => {
  it('of one room is the offset of the frame', () => {
    expect(placesAfter('room=a', [joined('a', 5), message('a', 9)], ['a'])).toEqual([epoch, 9]);
    expect(lineOf(conversation('room=a')(message('a', 9)), 'id')).toBe(formatOffset(epoch, 9));
  });

  it('tells of each room how far the client is in it', () => {
    const frames = [joined('a', 5), joined('b', 3), message('b', 8), message('a', 9)];
    expect(placesAfter('room=a&room=b', frames, ['a', 'b'])).toEqual([epoch, 9, 8]);
  });

  it('keeps of a room that is not brought up yet where the client came with', () => {
    const cursor = formatCursor(
      epoch,
      new Map([
        ['a', 10],
        ['b', 20],
      ]),
    );
    const query = `room=a&room=b&cursor=${cursor}`;
    expect(placesAfter(query, [resumed('a', 10, 90), message('a', 50)], ['a', 'b'])).toEqual([epoch, 50, 20]);
    expect(placesAfter(query, [resumed('a', 10, 90), gap('b', 'x-1')], ['a', 'b'])).toEqual([epoch, 10, 20]);
  });

  it('goes on after a gap', () => {
    expect(placesAfter(`room=a&cursor=${formatOffset(epoch, 10)}`, [gap('a', 'e1-a', 70)], ['a'])).toEqual([epoch, 70]);
  });

  it('goes back where the client came with a place that is still to come', () => {
    expect(placesAfter(`room=a&cursor=${formatOffset(epoch, 999)}`, [gap('a', 'e1-rr', 70)], ['a'])).toEqual([
      epoch,
      70,
    ]);
  });

  it('of another log is kept until every room has told its gap', () => {
    const query = 'room=a&room=b&cursor=old-z';
    expect(placesAfter(query, [gap('a', 'old-z', 70), message('a', 71)], ['a', 'b'])).toBeUndefined();
    expect(placesAfter(query, [gap('a', 'old-z', 70), message('a', 71), gap('b', 'old-z', 80)], ['a', 'b'])).toEqual([
      epoch,
      71,
      80,
    ]);
    // Refused: nothing is promised of it.
    expect(placesAfter(query, [gap('a', 'old-z', 70), gap('b', 'old-z'), message('a', 71)], ['a'])).toEqual([
      epoch,
      71,
    ]);
  });

  it('never lets a client skip what it was not told, wherever it is cut', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 40 }),
        fc.nat(40),
        fc.integer({ min: 1, max: 4 }),
        (log, start, lives) => {
          const heard: number[] = [];
          let cursor = formatOffset(epoch, Math.min(start, log.length));
          for (let life = 1; life <= lives; life += 1) {
            const tell = conversation(`room=a&room=b&room=c&cursor=${cursor}`);
            // Cut in the middle of what one room has missed, but in the last life.
            for (const frame of replayed(log, cursor, { isCut: life < lives })) {
              if (frame.kind === 'event') heard.push(frame.recorded.position);
              cursor = lineOf(tell(frame), 'id') ?? cursor;
            }
          }
          const first = Math.min(start, log.length) + 1;
          expect([...heard].sort((x, y) => x - y)).toEqual(log.map((_, index) => index + 1).slice(first - 1));
        },
      ),
    ));

  it('never fails, whatever was asked for', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (room, cursor) => {
        const tell = conversation(new URLSearchParams({ room, cursor }).toString());
        for (const frame of [joined(room, 3), message(room, 4), gap(room, cursor, 9), typing])
          expect(tell(frame)).toMatch(/\n\n$/);
      }),
    ));
});

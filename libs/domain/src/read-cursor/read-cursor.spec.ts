import { readCursorDecider, readsLane, type ReadCursors, type RoomRead } from './read-cursor.js';

const read = (position: number, roomId = 'lobby'): RoomRead => ({ type: 'RoomRead', roomId, position });
const fold = (...events: readonly RoomRead[]): ReadCursors =>
  events.reduce(
    (cursors, event, index) =>
      readCursorDecider.evolve(cursors, { event, lane: readsLane('bob'), position: index + 1, recordedAt: 0 }),
    readCursorDecider.initialState,
  );
const mark = (position: number, roomId = 'lobby') => ({
  after: (...events: readonly RoomRead[]) =>
    readCursorDecider.decide({ type: 'MarkRead', roomId, position }, fold(...events)),
});

describe('a read cursor', () => {
  it('moves to what is read first', () => expect(mark(5).after()).toEqual({ kind: 'accepted', event: read(5) }));
  it('moves forward', () => expect(mark(6).after(read(5))).toEqual({ kind: 'accepted', event: read(6) }));
  it('stays where it is', () => expect(mark(5).after(read(5))).toEqual({ kind: 'unchanged' }));
  it('never moves back', () => expect(mark(4).after(read(5))).toEqual({ kind: 'unchanged' }));
  it('never moves before the start', () => expect(mark(0).after()).toEqual({ kind: 'unchanged' }));
  it('does not move to what is no position', () => expect(mark(Number.NaN).after()).toEqual({ kind: 'unchanged' }));
  it('is one of each room', () =>
    expect(mark(4, 'attic').after(read(5))).toEqual({ kind: 'accepted', event: read(4, 'attic') }));
  it.each(['__proto__', 'constructor'])('works for a room called %s', (roomId) => {
    expect(mark(1, roomId).after()).toEqual({ kind: 'accepted', event: read(1, roomId) });
    expect(mark(1, roomId).after(read(1, roomId))).toEqual({ kind: 'unchanged' });
  });
  it('folds to the furthest position, in whatever order two marks were stored', () => {
    expect(fold(read(5), read(3))).toEqual(new Map([['lobby', 5]]));
    expect(fold(read(3), read(5), read(2, 'attic'))).toEqual(
      new Map([
        ['lobby', 5],
        ['attic', 2],
      ]),
    );
  });
  it('leaves the state that it is folded into', () => {
    const before = fold(read(5));
    readCursorDecider.evolve(before, { event: read(6), lane: readsLane('bob'), position: 2, recordedAt: 0 });
    expect(before).toEqual(new Map([['lobby', 5]]));
  });
});

import fc from 'fast-check';
import { EventStreamReader } from './event-stream-reader.js';

const stream = [
  ':\n\nevent: connection\ndata: {"type":"connection"}\nretry: 1500\n\n',
  'event: message\ndata: {"content":"狼煙: a colon"}\nid: e1-11\n\n: still here\n\n',
  'data: one\ndata: two\n\n',
].join('');

const events = [
  { event: 'connection', data: '{"type":"connection"}', id: undefined },
  { event: 'message', data: '{"content":"狼煙: a colon"}', id: 'e1-11' },
  { event: 'message', data: 'one\ntwo', id: undefined },
];

describe('a stream of events', () => {
  it('is read the same, wherever the pieces of it end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const ends = [...new Set([...cuts, stream.length])].sort((a, b) => a - b);
        const reader = new EventStreamReader();
        const read = ends.flatMap((end, index) => reader.read(stream.slice(ends[index - 1] ?? 0, end)));
        expect(read).toEqual(events);
      }),
    );
  });

  it('is read with the line ends that a proxy made of them', () => {
    expect(new EventStreamReader().read(stream.replaceAll('\n', '\r\n'))).toEqual(events);
  });

  it('tells nothing of an event that is not at its end', () => {
    expect(new EventStreamReader().read('event: message\ndata: half\n')).toEqual([]);
  });
});

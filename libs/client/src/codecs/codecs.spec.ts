import type { Codec } from '../ports/codec.js';
import type { ClientFrame } from '../wire/client-frame.js';
import { jsonCodec } from './json-codec.js';
import { msgpackCodec } from './msgpack-codec.js';

const said: ClientFrame[] = [
  { action: 'joinRoom', roomId: 'lobby', ref: 1 },
  { action: 'message', roomId: 'lobby', content: 'two\nlines, 狼煙, "quoted"', clientMessageId: 'c1' },
];

/** A server's message out of values: as the codec would write them, had they been a client's. */
const fromServer = (codec: Codec, values: readonly unknown[]): string | ArrayBuffer => {
  const message = codec.encode(values as readonly ClientFrame[]);
  return typeof message === 'string' ? message : message.buffer;
};

describe.each([jsonCodec, msgpackCodec])('the codec $subprotocol', (codec) => {
  it('carries several frames in one message, in order', () => {
    const frames = [
      { type: 'pong', timestamp: '2026-01-01T00:00:00.000Z' },
      { type: 'broadcast', data: { deep: [1, 'two\nlines', null] }, timestamp: '2026-01-01T00:00:00.000Z' },
    ];
    expect(codec.decode(fromServer(codec, frames))).toEqual(frames);
  });

  it('leaves out what is no frame, and keeps the others', () => {
    const values = [{ type: 'a' }, 7, null, { no: 'type' }, { type: 7 }, { type: 'b' }];
    expect(codec.decode(fromServer(codec, values))).toEqual([{ type: 'a' }, { type: 'b' }]);
  });

  it('says nothing of a field that is undefined', () => {
    const frame = { type: 'message', replyTo: undefined };
    expect(codec.decode(fromServer(codec, [frame]))[0]).toStrictEqual({ type: 'message' });
  });
});

it('writes JSON one frame a line', () => {
  expect(jsonCodec.encode(said)).toBe(said.map((frame) => JSON.stringify(frame)).join('\n'));
  expect(String(jsonCodec.encode(said)).split('\n')).toHaveLength(said.length);
});

it('reads around a line of JSON that is broken', () => {
  expect(jsonCodec.decode('{"type":"a"}\n{"type":\n\n{"type":"b"}\n')).toEqual([{ type: 'a' }, { type: 'b' }]);
});

it('reads of MessagePack what is before the first byte that makes no sense', () => {
  const whole = msgpackCodec.encode([{ action: 'ping' }]) as Uint8Array<ArrayBuffer>;
  const frame = msgpackCodec.decode(fromServer(msgpackCodec, [{ type: 'a' }, { type: 'b' }]));
  expect(frame).toHaveLength(2);
  const cut = new Uint8Array(fromServer(msgpackCodec, [{ type: 'a' }, { type: 'b' }]) as ArrayBuffer).slice(0, -2);
  expect(msgpackCodec.decode(cut.buffer)).toEqual([{ type: 'a' }]);
  expect(whole.length).toBeLessThan(JSON.stringify({ action: 'ping' }).length);
});

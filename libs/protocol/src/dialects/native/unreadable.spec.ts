import { decodeMulti, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import type { Dialect } from '../../dialect.js';
import { nativeJsonDialect } from './json-dialect.js';
import { nativeMsgpackDialect } from './msgpack-dialect.js';
import { splitValues } from './split-values.js';

const said = (dialect: Dialect, message: string | Uint8Array): unknown =>
  dialect.decodeAll?.(message, {}).map((decoded) => (decoded.ok ? decoded.frame.kind : decoded.error.code));

const ping = encode({ action: 'ping' });
const bytes = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => Uint8Array.from(part)));

describe('a message of JSON', () => {
  it.each<[string | Uint8Array, readonly string[]]>([
    ['{', ['invalid_json']],
    ['', ['invalid_json']],
    ['\n \n', ['invalid_json']],
    ['['.repeat(60_000), ['too_deep']],
    [new Uint8Array([1]), ['binary_not_supported']],
    ['{"action":"ping"}\n\n{"action":\n{"action":"ping"}\n', ['ping', 'invalid_json', 'ping']],
  ])('%.40j is told what of it can not be read', (message, codes) => {
    expect(said(nativeJsonDialect, message)).toEqual(codes);
  });
});

describe('a message of MessagePack', () => {
  it.each<[string, string | Uint8Array, readonly string[]]>([
    ['text', '{"action":"ping"}', ['text_not_supported']],
    ['nothing', new Uint8Array(), ['invalid_msgpack']],
    ['two values', bytes(ping, ping), ['ping', 'ping']],
    ['a value that is cut off', bytes(ping, ping.slice(0, -1)), ['ping', 'invalid_msgpack']],
    ['the byte that means nothing', bytes([0xc1]), ['invalid_msgpack']],
    ['a promise of four thousand million items', bytes([0xdd, 0xff, 0xff, 0xff, 0xff]), ['invalid_msgpack']],
    ['a promise of four thousand million pairs', bytes([0xdf, 0xff, 0xff, 0xff, 0xff]), ['invalid_msgpack']],
    ['the beginning of a length', bytes([0xdb, 0xff]), ['invalid_msgpack']],
    ['too many brackets', bytes(new Uint8Array(60_000).fill(0x91), [0xc0]), ['too_deep']],
    ['as many brackets as there may be', bytes(new Uint8Array(32).fill(0x91), [0xc0]), ['invalid_frame']],
    ['a key that is a list', bytes([0x81, 0x90, 0], ping), ['invalid_msgpack', 'ping']],
    ['bytes', bytes([0xc4, 1, 7]), ['invalid_msgpack']],
    ['an extension', bytes([0xd4, 1, 7]), ['invalid_msgpack']],
    ['a time', encode(new Date(0)), ['invalid_msgpack']],
    // The decoder would make code of it.
    ['a record of msgpackr', bytes([0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 1]), ['invalid_msgpack']],
    ['a large number', bytes([0xcf], new Uint8Array(8).fill(0xff)), ['invalid_frame']],
  ])('of %s is told what of it can not be read', (_, message, codes) => {
    expect(said(nativeMsgpackDialect, message)).toEqual(codes);
  });

  it('never gives its own fields to all objects', () => {
    const message = bytes([0x81, 0xa9], Buffer.from('__proto__'), [0x81, 0xa1, 0x61, 1]);
    expect(said(nativeMsgpackDialect, message)).toEqual(['invalid_frame']);
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it('is split where each value ends, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 5 }), { maxLength: 5 }), (values) => {
        const encoded = values.map((value) => Buffer.from(encode(value)));
        const split = splitValues(bytes(...encoded));
        expect(split.problem).toBeUndefined();
        expect(split.values.map((value) => Buffer.from(value))).toEqual(encoded);
      }),
    );
  });

  it('may be any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (message) => {
        expect(nativeMsgpackDialect.decodeAll?.(message, {}).length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

it('frames that go out together are one message that a client reads one by one', () => {
  const pongs = [1, 2, 3].map((ref) => ({ kind: 'pong', at: 0, ref }) as const);
  const json = pongs.map((frame) => nativeJsonDialect.encode(frame) ?? '');
  const msgpack = pongs.map((frame) => nativeMsgpackDialect.encode(frame) ?? new Uint8Array());
  const lines = nativeJsonDialect.joined?.(json).split('\n') ?? [];
  const values = [...decodeMulti(nativeMsgpackDialect.joined?.(msgpack) ?? [])];
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(values);
  expect(values).toMatchObject([{ ref: 1 }, { ref: 2 }, { ref: 3 }]);
});

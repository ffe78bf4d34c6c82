import * as fc from 'fast-check';
import { parseFrame } from './parse-frame.js';

const message = {
  ...{ type: 'message', messageId: 'm1', roomId: 'r', userId: 'ada', content: 'hi', messageType: 'text' },
  ...{ timestamp: '2026-01-01T00:00:00.000Z', offset: 'e-1' },
};

describe('a frame of the server', () => {
  it('may carry more than is known, and null for what is absent', () => {
    const frame = parseFrame(JSON.stringify({ ...message, username: null, editedAt: null, extra: { a: 1 } }));
    expect(frame).toEqual({ ...message, username: 'ada' });
  });

  it('is ignored when it is of an unknown type or lacks what it needs', () => {
    expect(parseFrame(JSON.stringify({ type: 'constructor' }))).toBeUndefined();
    expect(parseFrame(JSON.stringify({ ...message, offset: 7 }))).toBeUndefined();
    expect(parseFrame('[1]')).toBeUndefined();
    expect(parseFrame('{')).toBeUndefined();
  });

  it('keeps reactions of any name apart from the object they came in', () => {
    const text = JSON.stringify(message).replace(/\}$/, ',"reactions":{"__proto__":["bo"],"🔥":["bo",7]}}');
    expect(parseFrame(text)).toMatchObject({
      reactions: new Map([
        ['__proto__', ['bo']],
        ['🔥', ['bo']],
      ]),
    });
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseFrame(text)));
    const types = fc.constantFrom('message', 'reaction', 'members', 'error', 'typing', 'accepted', 'joinedRoom');
    fc.assert(
      fc.property(types, fc.dictionary(fc.string(), fc.jsonValue()), (type, fields) => {
        parseFrame(JSON.stringify({ ...fields, type }));
      }),
    );
  });
});

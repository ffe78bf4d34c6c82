import { encodeClientFrame, encodeServerFrame, FrameReader, OPCODE } from './frame-codec.js';

const collect = (): { reader: FrameReader; heard: [number, string][] } => {
  const heard: [number, string][] = [];
  const reader = new FrameReader((opcode, bytes, { start, end }) =>
    heard.push([opcode, bytes.toString('latin1', start, end)]),
  );
  return { reader, heard };
};

const text = (length: number): string => 'abcdefghij'.repeat(Math.ceil(length / 10)).slice(0, length);
const frameOf = (payload: string): Buffer => encodeServerFrame(OPCODE.text, Buffer.from(payload));

describe('what the server sends', () => {
  it.each([0, 1, 125, 126, 127, 4096, 65_535])('a payload of %i bytes is found whole', (length) => {
    const { reader, heard } = collect();
    const frame = frameOf(text(length));
    reader.push(frame, 0, frame.length);
    expect(heard).toEqual([[OPCODE.text, text(length)]]);
  });

  it('a payload with a 64-bit length is found whole', () => {
    const { reader, heard } = collect();
    const head = Buffer.from([0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    const frame = Buffer.concat([head, Buffer.from(text(65_536))]);
    reader.push(frame, 0, frame.length);
    expect(heard).toEqual([[OPCODE.text, text(65_536)]]);
  });

  it('frames are found wherever the reads cut them', () => {
    const payloads = [text(3), text(0), text(200), text(125), text(300)];
    const stream = Buffer.concat(payloads.map(frameOf));
    for (let size = 1; size <= stream.length; size++) {
      const { reader, heard } = collect();
      for (let at = 0; at < stream.length; at += size) reader.push(stream, at, Math.min(at + size, stream.length));
      expect(heard.map(([, payload]) => payload)).toEqual(payloads);
    }
  });

  it('a frame longer than what is held of a cut one at first is kept too', () => {
    const { reader, heard } = collect();
    const frame = frameOf(text(50_000));
    reader.push(frame, 0, 40_000);
    reader.push(frame, 40_000, frame.length);
    expect(heard).toEqual([[OPCODE.text, text(50_000)]]);
  });

  it('the buffer of a read may be reused for the next', () => {
    const { reader, heard } = collect();
    const stream = Buffer.concat([frameOf(text(90)), frameOf(text(80))]);
    const buffer = Buffer.alloc(100);
    for (let at = 0; at < stream.length; at += buffer.length) {
      reader.push(buffer, 0, stream.copy(buffer, 0, at, at + buffer.length));
      buffer.fill(0xff);
    }
    expect(heard.map(([, payload]) => payload)).toEqual([text(90), text(80)]);
  });

  it('a fragment is not taken for a message', () => {
    const { reader } = collect();
    expect(() => reader.push(Buffer.from([0x01, 1, 0x61]), 0, 3)).toThrow('fragmented');
    expect(() => reader.push(Buffer.from([0x80, 1, 0x61]), 0, 3)).toThrow('fragmented');
  });

  it('a masked frame from a server is refused', () => {
    const { reader } = collect();
    const frame = encodeClientFrame(OPCODE.text, Buffer.from('a'));
    expect(() => reader.push(frame, 0, frame.length)).toThrow('masked');
  });
});

describe('what the client sends', () => {
  it.each([0, 5, 125, 126, 65_535])('a payload of %i bytes is masked and comes back by its key', (length) => {
    const frame = encodeClientFrame(OPCODE.text, Buffer.from(text(length)));
    const head = length < 126 ? 2 : 4;
    expect((frame[1] ?? 0) & 0x80).toBe(0x80);
    const key = frame.subarray(head, head + 4);
    const payload = frame.subarray(head + 4).map((byte, i) => byte ^ (key[i % 4] ?? 0));
    expect(Buffer.from(payload).toString()).toBe(text(length));
  });

  it('a payload that needs a 64-bit length is refused', () => {
    expect(() => encodeClientFrame(OPCODE.text, Buffer.alloc(65_536))).toThrow(RangeError);
  });
});

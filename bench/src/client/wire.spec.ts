import { jwtVerify } from 'jose';
import { contentOf } from './content.js';
import type { Target } from './job.js';
import { wireTo } from './wire.js';

const at = { host: '127.0.0.1', port: 1 };
const SECRET = 'a secret of at least thirty-two bytes';
const rooms: Target = { ...at, wire: 'rooms', secret: SECRET };

describe('the words of each peer', () => {
  it.each(['echo', 'socket-io'] as const)('%s messages have exactly the bytes asked for', (name) => {
    const wire = wireTo({ ...at, wire: name }, 313);
    const message = wire.message(contentOf(3, 14));
    expect(Buffer.byteLength(message)).toBe(313);
    expect(message).toContain(contentOf(3, 14));
  });

  it('an Engine.IO open is answered with a connect, a ping with a pong', () => {
    const wire = wireTo({ ...at, wire: 'socket-io' }, 300);
    expect(wire.hear('0{"sid":"a","pingInterval":25000}')).toEqual({ answer: '40' });
    expect(wire.hear('40{"sid":"b"}')).toEqual({ joined: true });
    expect(wire.hear('2')).toEqual({ answer: '3' });
    expect(() => wire.hear('44{"message":"no"}')).toThrow('44{"message":"no"}');
  });

  it('noroshi is told the room after its greeting, and joined when it says so', () => {
    const wire = wireTo(rooms, 300);
    expect(wire.hear('{"type":"connection","status":"connected"}')).toEqual({
      answer: '{"action":"joinRoom","roomId":"bench"}',
    });
    expect(wire.hear('{"type":"memberJoined","roomId":"bench"}')).toEqual({});
    expect(wire.hear('{"type":"joinedRoom","roomId":"bench"}')).toEqual({ joined: true });
  });

  it("noroshi's refusal ends the run with its words", () => {
    expect(() => wireTo(rooms, 300).hear('{"type":"error","code":"rate_limited"}')).toThrow('rate_limited');
  });

  it('each member of noroshi is a user of its own, by a token of the key given', async () => {
    const path = new URL(wireTo(rooms, 300).path(7), 'http://peer');
    const { payload } = await jwtVerify(path.searchParams.get('token') ?? '', new TextEncoder().encode(SECRET));
    expect(payload.sub).toBe('bench-7');
  });

  it('of two languages each has half of the members but for the senders, who post over their sockets', () => {
    const wire = wireTo({ ...rooms, wire: 'languages' }, 300);
    const mattermost = Array.from({ length: 1000 }, (_, member) => member).filter((member) =>
      wire.path(member).startsWith('/api/v4/websocket'),
    );
    expect([mattermost.length, mattermost[0]]).toEqual([495, 11]);
    expect(wire.headers?.(11)).toMatchObject({ Authorization: expect.stringMatching(/^Bearer ey/) as string });
    expect(wire.hear('{"event":"status_change","data":{},"seq":0}', 11)).toEqual({});
    expect(wire.hear('{"event":"hello","data":{},"seq":0}', 11)).toEqual({ joined: true });
    expect(() => wire.hear('{"status":"FAIL","seq_reply":1}', 11)).toThrow('FAIL');
    expect(wire.hear('{"type":"joinedRoom","roomId":"bench"}', 12)).toEqual({ joined: true });
    const bare = wireTo({ ...at, wire: 'echo-languages' }, 300);
    expect([bare.path(11), bare.path(12)]).toEqual(['/?room=bench&numbered=1', '/?room=bench']);
  });

  it.each(['native', 'native-msgpack'] as const)(
    '%s: joins when it is greeted, and gives what it says an id',
    (name) => {
      const wire = wireTo({ ...rooms, wire: name }, 300);
      const told = (message: unknown) => wire.textOf?.(Buffer.from(message as Uint8Array)) ?? '';
      const written = (message: unknown) =>
        JSON.parse(typeof message === 'string' ? `[${message}]` : told(message)) as unknown;
      const { answer } = wire.hear('{"type":"connection","status":"connected"}', 3);
      expect(written(answer)).toEqual([{ action: 'joinRoom', roomId: 'bench' }]);
      expect(written(wire.message(contentOf(3, 14)))).toMatchObject([
        { content: contentOf(3, 14), clientMessageId: '03000000014' },
      ]);
      expect(wire.hear('[{"type":"accepted"}]')).toEqual({});
      expect(wire.hear('[{"type":"joinedRoom"}]')).toEqual({ joined: true });
      expect(() => wire.hear('[{"type":"error","code":"rate_limited"}]')).toThrow('rate_limited');
    },
  );
});

import { EventStream, streamPath } from './event-stream.js';
import { setListeners } from './listeners.js';
import { setScene } from './scene.js';

describe('with few connections for a user', () => {
  const scene = setScene({ env: { NOROSHI_MAX_CONNECTIONS_PER_USER: '3' } });
  const { listen, answerTo } = setListeners(scene);

  it('a stream counts as one, and one too many is answered 429', async () => {
    const roomId = scene.newRoom();
    const socket = await scene.connect('many');
    await socket.join(roomId);
    const streams = [await listen('many', { rooms: [roomId] }), await listen('many', { rooms: [roomId] })];
    const token = scene.stack.token('many');
    const { status, code, headers } = await answerTo({ rooms: [roomId], token });
    expect([status, code, headers.get('retry-after')]).toEqual([429, 'too_many_connections', '10']);
    await expect(scene.connect('many')).rejects.toMatchObject({ status: 429 });
    for (const stream of streams) stream.close();
  });
});

describe('with few new sessions a second', () => {
  const scene = setScene({ env: { NOROSHI_NEW_SESSIONS_PER_SECOND: '2' } });
  const { keep } = setListeners(scene);

  const ask = async (roomId: string, headers: Record<string, string>) => {
    const answer = await fetch(`${scene.stack.url}${streamPath({ rooms: [roomId] })}`, { headers });
    const first = (await answer.body?.getReader().read()) as { readonly value?: Uint8Array } | undefined;
    return { status: answer.status, headers: answer.headers, text: Buffer.from(first?.value ?? []).toString() };
  };

  it('one too many is told to come back: by 503, or within a stream where another status were the last word', async () => {
    const roomId = scene.newRoom();
    await (await scene.connect('speaker')).join(roomId);
    const asked = (headers: Record<string, string>) =>
      Promise.all(Array.from({ length: 6 }, () => ask(roomId, headers)));
    const plain = (await asked({})).find(({ status }) => status === 503);
    expect(plain?.headers.get('retry-after')).toMatch(/^[1-5]$/);
    const told = (await asked({ accept: 'text/event-stream' })).filter(({ text }) => text.includes('event: closed'));
    expect(told.length).toBeGreaterThan(0);
    for (const { status, text } of told) {
      expect(status).toBe(200);
      expect(text).toMatch(
        /^retry: \d{4}\nevent: closed\ndata: \{"type":"closed","code":1001,.*"reconnect":true\}\n\n$/,
      );
    }
    // An EventSource does so by itself.
    const stream = keep(new EventStream(scene.stack.url, { rooms: [roomId], token: scene.stack.token('patient') }));
    await stream.next({ type: 'joinedRoom', roomId });
  });
});

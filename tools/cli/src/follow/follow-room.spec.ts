import { CliError } from '../command.js';
import type { Api } from '../http/api.js';
import { Refusal } from '../http/api.js';
import { followRoom } from './follow-room.js';

const event = (type: string, data: object, id?: string): string =>
  `event: ${type}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
const joined = (id: string): string => `retry: 0\n${event('joinedRoom', { roomId: 'lobby' }, id)}`;
const refusal = (status: number, code: string): Refusal => new Refusal({ status, code, detail: code }, 'the one given');

/** A server that gives one answer after the other, and what it was asked. */
function serverOf(...answers: readonly (string | Error)[]) {
  const asked: (string | undefined)[] = [];
  const left = [...answers];
  const stream: Api['stream'] = (_, { lastEventId }) => {
    asked.push(lastEventId);
    const answer = left.shift() ?? new CliError('The test has no more answers.');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(new Response(answer));
  };
  return { asked, stream };
}

/** What is heard until it ends, and how it ended. */
async function hearing(server: Pick<Api, 'stream'>, wanted = Infinity) {
  const stop = new AbortController();
  const [heard, told]: [unknown[], string[]] = [[], []];
  try {
    const room = followRoom({ api: server, roomId: 'lobby', stop: stop.signal, tell: (line) => told.push(line) });
    for await (const { type, content } of room) if (type === 'message' && heard.push(content) >= wanted) stop.abort();
    return { heard, told };
  } catch (error) {
    return { heard, told, error: (error as Error).message };
  }
}

describe('a room that is followed', () => {
  it('goes on behind what was heard last, when the connection was lost', async () => {
    const server = serverOf(
      joined('1') + event('message', { content: 'one' }, '2'),
      new CliError('Nobody answers.'),
      joined('2') + event('message', { content: 'two' }, '3'),
    );
    const { heard, told } = await hearing(server, 2);
    expect([heard, server.asked]).toEqual([
      ['one', 'two'],
      [undefined, '2', '2'],
    ]);
    expect(told.map((line) => line.replace(/; trying again in .*/, ''))).toEqual([
      'The connection has ended',
      'Nobody answers',
      'connected again',
    ]);
  });

  it.each([
    ['no such room', refusal(404, 'room_not_found'), 'room_not_found'],
    ['a token that is not taken', refusal(401, 'invalid_token'), 'not accepted'],
    ['a server that is too busy at the very first', refusal(503, 'unavailable'), 'unavailable'],
    ['nobody there at the very first', new CliError('Nobody answers.'), 'Nobody answers'],
  ])('is given up at once for %s', async (_, answer, said) => {
    const server = serverOf(answer);
    expect((await hearing(server)).error).toContain(said);
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['a ban, of which the server says not to come back', { reason: 'access revoked', reconnect: false }, 1],
    ['a gateway that goes away, of which it says to come back', { reason: 'going away', reconnect: true }, 2],
  ])('after %s', async (_, closed, connections) => {
    const server = serverOf(joined('1') + event('closed', closed), refusal(403, 'banned'));
    expect((await hearing(server)).error).toBeDefined();
    expect(server.asked).toHaveLength(connections);
  });

  it('ends without a word when it is stopped', async () => {
    const server = serverOf(joined('1') + event('message', { content: 'one' }, '2'));
    expect(await hearing(server, 1)).toEqual({ heard: ['one'], told: [] });
  });
});

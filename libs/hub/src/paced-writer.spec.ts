import { textOf } from '@noroshi/protocol';
import type { Connection } from './connection.js';
import { PacedWriter } from './paced-writer.js';

/** Sockets that are written when the test says so, and a clock that it turns. */
function scene() {
  const tasks: (() => void)[] = [];
  const rests: { readonly task: () => void; readonly ms: number }[] = [];
  const clock = { now: 0 };
  const writer = new PacedWriter({
    now: () => clock.now,
    afterWriting: (task) => void tasks.push(task),
    later: (task, ms) => void rests.push({ task, ms }),
  });
  const written = () => tasks.splice(0).forEach((task) => task());
  const arrive = () => {
    const writes: (readonly string[])[] = [];
    const endings: unknown[] = [];
    const connection: Connection = writer.connection({
      send: (said) => void writes.push([textOf(said)]),
      sendAll: (said) => void writes.push(said.map(textOf)),
      sendBytes: (bytes) => void writes.push([String(bytes.length)]),
      buffered: () => 5,
      drained: () => Promise.resolve(),
      subscribe: () => undefined,
      unsubscribe: () => undefined,
      close: (ending) => void endings.push(ending),
    });
    return { connection, writes, endings };
  };
  return { written, rests, clock, arrive };
}

it('writes what one connection was sent in one go', () => {
  const { arrive, written } = scene();
  const [one, other] = [arrive(), arrive()];
  one.connection.send('a');
  other.connection.send('x');
  one.connection.sendAll(['b', 'c']);
  expect(one.writes).toEqual([]);
  written();
  expect([one.writes, other.writes]).toEqual([[['a', 'b', 'c']], [['x']]]);
});

it('rests for as long as writing took, at most four milliseconds, and then writes what came meanwhile', () => {
  const { arrive, written, rests, clock } = scene();
  const { connection, writes } = arrive();
  connection.send('a');
  written();
  connection.send('b');
  clock.now = 9;
  written();
  expect(writes).toEqual([['a']]);
  expect(rests.map(({ ms }) => ms)).toEqual([4]);
  rests[0]?.task();
  expect(writes).toEqual([['a'], ['b']]);
});

it('begins anew after it had nothing to do', () => {
  const { arrive, written } = scene();
  const { connection, writes } = arrive();
  connection.send('a');
  written();
  written();
  connection.send('b');
  written();
  expect(writes).toEqual([['a'], ['b']]);
});

it('counts what it holds as not read, and hands it over before the end', async () => {
  const { arrive, written } = scene();
  const { connection, writes, endings } = arrive();
  connection.send('abc');
  expect(connection.buffered()).toBe(8);
  await connection.drained();
  expect([writes, connection.buffered()]).toEqual([[['abc']], 5]);
  connection.send('before');
  connection.sendBytes(new Uint8Array(3), { isText: true });
  connection.send('last');
  connection.close({ code: 1001, reason: 'x', reconnect: true });
  written();
  expect([writes, endings.length]).toEqual([[['abc'], ['before'], ['3'], ['last']], 1]);
});

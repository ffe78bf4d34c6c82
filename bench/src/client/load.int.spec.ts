import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { Crowd } from './crowd.js';
import { runFanout } from './fanout-load.js';
import type { FanoutJob, Target } from './job.js';
import { runLatency } from './latency-load.js';
import { wireTo } from './wire.js';

type Broadcast = (members: readonly WebSocket[], data: Buffer) => void;

const fair: Broadcast = (members, data) => {
  for (const member of members) member.send(data, { binary: false });
};

const skipOnce = (): Broadcast => {
  let seen = 0;
  return (members, data) => fair(++seen === 20 ? members.slice(1) : members, data);
};

const repeatOnce = (): Broadcast => {
  let seen = 0;
  return (members, data) => {
    fair(members, data);
    if (++seen === 20) fair(members.slice(0, 1), data);
  };
};

const MEMBERS = 5;
const load = { members: MEMBERS, warmUpSeconds: 0.05, seconds: 0.1, frameBytes: 300 };
const phases = { ...load, measuring: () => undefined, measured: () => undefined };

let server: WebSocketServer;
let crowd: Crowd;

const roomOf = async (broadcast: Broadcast, onOpen: (socket: WebSocket) => void = () => undefined) => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    onOpen(socket);
    socket.on('message', (data: Buffer) => broadcast([...server.clients], data));
  });
  await once(server, 'listening');
  const target: Target = { host: '127.0.0.1', port: (server.address() as AddressInfo).port, wire: 'echo' };
  const wire = wireTo(target, load.frameBytes);
  crowd = new Crowd({ target, wire, size: MEMBERS, ledger: { senders: 2 } });
  return { target, wire, crowd };
};

afterEach(async () => {
  crowd.leave();
  for (const socket of server.clients) socket.terminate();
  server.close();
  await once(server, 'close');
});

const fanoutJob = (target: Target): FanoutJob => ({ ...load, kind: 'fanout', target, senders: 2, window: 8 });

const fanoutAgainst = async (broadcast: Broadcast) => {
  const room = await roomOf(broadcast);
  await crowd.join();
  return runFanout(fanoutJob(room.target), room, phases);
};

describe('the load client against a real server', () => {
  it('counts what an honest room delivers, at the size that was asked for', async () => {
    const { figures, frameBytes, fault } = await fanoutAgainst(fair);
    expect(fault).toBeUndefined();
    expect(figures.deliveries).toBeGreaterThan(0);
    expect(frameBytes).toBe(load.frameBytes);
  });

  it('finds the one message that one member did not get', async () => {
    const { fault } = await fanoutAgainst(skipOnce());
    expect(fault).toMatch(/^member 0: sender \d: expected message \d+, got \d+$/);
  });

  it('finds the one message that one member got twice', async () => {
    const { fault } = await fanoutAgainst(repeatOnce());
    expect(fault).toMatch(/^member 0: sender \d: expected message \d+, got \d+$/);
  });

  it('takes the latency of every delivery after the warm-up', async () => {
    const room = await roomOf(fair);
    await crowd.join();
    const job = { ...load, kind: 'latency', target: room.target, messagesPerSecond: 200 } as const;
    const { figures, fault } = await runLatency(job, room, phases);
    expect(fault).toBeUndefined();
    expect(figures.samples).toBe(load.seconds * 200 * MEMBERS);
    expect(figures.p50).toBeGreaterThan(0);
    expect(figures.p99).toBeGreaterThanOrEqual(figures.p50);
  });

  it('counts the time that a message waited behind a stalled server', async () => {
    const stall = 100;
    let seen = 0;
    const room = await roomOf((members, data) => {
      if (++seen === 15) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stall);
      fair(members, data);
    });
    await crowd.join();
    const job = { ...load, kind: 'latency', target: room.target, messagesPerSecond: 200 } as const;
    const { figures } = await runLatency(job, room, phases);
    // One stalled message of twenty would hardly move the p90 if the sender waited with it: those due meanwhile count.
    expect(figures.p90).toBeGreaterThan((stall * 1000) / 2);
  });

  it('answers pings and goes on', async () => {
    const pongs: Promise<unknown>[] = [];
    await roomOf(fair, (socket) => {
      pongs.push(once(socket, 'pong'));
      socket.ping('are you there');
    });
    await crowd.join();
    const answers = (await Promise.all(pongs)) as [Buffer][];
    expect(answers.map(([answer]) => answer.toString())).toEqual(new Array(MEMBERS).fill('are you there'));
  });

  it('fails with the reason when the peer closes a member', async () => {
    await roomOf(fair, (socket) => socket.close(1008, 'flood'));
    await expect(crowd.join()).rejects.toThrow('closed by the peer: 1008 flood');
  });
});

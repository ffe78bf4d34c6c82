import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { runStorm } from './storm-load.js';
import type { StormJob } from './job.js';

interface Said {
  readonly action: string;
  readonly roomId?: string;
  readonly rooms?: readonly { readonly roomId: string; readonly offset: string }[];
  readonly content?: string;
  readonly clientMessageId?: string;
}

interface Stored {
  readonly roomId: string;
  readonly content: string;
  readonly id: string;
}

/** As much of noroshi as a storm meets: a log, offsets, and what is resent is stored once. `tamper` makes it dishonest. */
class LittleServer {
  readonly wss = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  readonly #log: Stored[] = [];
  readonly #inside = new Map<WebSocket, string>();
  readonly #speakers = new Set<WebSocket>();
  #returning: (() => boolean)[] = [];

  constructor(private readonly tamper: (missed: Stored[]) => Stored[]) {
    this.wss.on('connection', (socket) => {
      socket.send(JSON.stringify({ type: 'connection' }));
      socket.on('close', () => this.#inside.delete(socket));
      socket.on('message', (data: Buffer) => this.#hear(socket, JSON.parse(data.toString()) as Said));
    });
  }

  /** Ends the connections of all who only listen. */
  cut(): void {
    for (const socket of this.wss.clients) if (!this.#speakers.has(socket)) socket.terminate();
  }

  #hear(socket: WebSocket, said: Said): void {
    if (said.action === 'message') this.#post(socket, said);
    else if (said.action === 'joinRoom') this.#join(socket, said);
    // Only once there is something to bring.
    else this.#returning.push(() => this.#bringBack(socket, said));
  }

  #join(socket: WebSocket, { roomId = '' }: Said): void {
    this.#inside.set(socket, roomId);
    socket.send(JSON.stringify({ type: 'joinedRoom', offset: String(this.#log.length) }));
  }

  #post(socket: WebSocket, { roomId = '', content = '', clientMessageId = '' }: Said): void {
    this.#speakers.add(socket);
    const stored = { roomId, content, id: `${roomId}/${clientMessageId}` };
    if (!this.#log.some(({ id }) => id === stored.id)) {
      this.#log.push(stored);
      for (const [listener, room] of this.#inside) if (room === roomId) this.#tell(listener, stored);
    }
    socket.send(JSON.stringify({ type: 'accepted', clientMessageId }));
    this.#returning = this.#returning.filter((bringBack) => !bringBack());
  }

  #bringBack(socket: WebSocket, { rooms: [room] = [] }: Said): boolean {
    const missed = this.#log.slice(Number(room?.offset)).filter(({ roomId }) => roomId === room?.roomId);
    if (missed.length === 0) return false;
    socket.send(JSON.stringify({ type: 'resumed', complete: true }));
    for (const stored of this.tamper(missed)) this.#tell(socket, stored);
    this.#inside.set(socket, room?.roomId ?? '');
    return true;
  }

  #tell(socket: WebSocket, stored: Stored): void {
    const { roomId, content } = stored;
    const offset = String(this.#log.indexOf(stored) + 1);
    socket.send(JSON.stringify({ type: 'message', roomId, content, offset }));
  }
}

const honest = (missed: Stored[]): Stored[] => missed;

async function weather(tamper = honest) {
  const server = new LittleServer(tamper);
  const { wss } = server;
  await once(wss, 'listening');
  const job: StormJob = {
    kind: 'storm',
    target: { host: '127.0.0.1', port: (wss.address() as AddressInfo).port, wire: 'rooms', secret: 'a secret' },
    ...{ members: 8, rooms: 2, warmUpSeconds: 1.2, seconds: 0.2, frameBytes: 0 },
  };
  const phases = { ...job, measuring: () => server.cut(), measured: () => undefined };
  const { figures } = await runStorm(job, phases);
  wss.close();
  await once(wss, 'close');
  return figures;
}

describe('a storm against a real server', () => {
  it('is over when all are back and have everything', async () => {
    const figures = await weather();
    expect(figures).toMatchObject({ cut: 6, lost: 0, repeated: 0 });
    expect(figures.messages).toBeGreaterThan(0);
    expect(figures.allCaughtUpMs).toBeGreaterThanOrEqual(figures.allBackMs);
  });

  it('finds what a replay brings twice', async () => {
    const figures = await weather((missed) => missed.flatMap((stored) => [stored, stored]));
    expect(figures.repeated).toBeGreaterThan(0);
  });

  it('finds what a replay leaves out', async () => {
    const figures = await weather((missed) => missed.slice(1));
    expect(figures.lost).toBeGreaterThan(0);
  });
});

import { createConnection, type Socket } from 'node:net';
import type { DeliveryLedger } from './delivery-ledger.js';
import { encodeClientFrame, FrameReader, OPCODE } from './frame-codec.js';
import { upgradeTo } from './handshake.js';
import type { Target } from './job.js';
import type { Message, Wire } from './wire.js';

// Every read of every socket lands here and is walked before the next read, so the client allocates nothing per read.
const READ_BUFFER = Buffer.allocUnsafe(256 * 1024);

export interface MemberOptions {
  readonly index: number;
  readonly target: Target;
  readonly wire: Wire;
  readonly ledger: DeliveryLedger;
  readonly onDelivery: (member: Member) => void;
  /** After the reads that brought anything at all. */
  readonly onRead: (deliveries: number) => void;
  readonly onFailure: (error: Error) => void;
}

/** One WebSocket in the room, over a raw socket. `joined` resolves once the peer counts it as a member. */
export class Member {
  readonly joined: Promise<void>;
  readonly ledger: DeliveryLedger;
  readonly #socket: Socket;
  readonly #reader: FrameReader;
  readonly #options: MemberOptions;
  #confirmJoined: () => void = () => undefined;
  #upgrading: Buffer | undefined = Buffer.alloc(0);

  constructor(options: MemberOptions) {
    this.#options = options;
    this.ledger = options.ledger;
    this.joined = new Promise((resolve) => (this.#confirmJoined = resolve));
    this.#reader = new FrameReader((opcode, bytes, { start, end }) => {
      const isMessage = opcode === OPCODE.text || opcode === OPCODE.binary;
      if (isMessage && this.ledger.record(bytes, start, end)) options.onDelivery(this);
      else this.#hear(opcode, bytes.subarray(start, end));
    });
    this.#socket = this.#connect();
  }

  say(message: Message): void {
    const opcode = typeof message === 'string' ? OPCODE.text : OPCODE.binary;
    this.#socket.write(encodeClientFrame(opcode, Buffer.from(message)));
  }

  /** Reads nothing any more, as a client in a tunnel. What becomes of its connection then is no failure. */
  stall(): void {
    this.#socket
      .removeAllListeners('close')
      .removeAllListeners('error')
      .on('error', () => undefined);
    this.#socket.pause();
  }

  destroy(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }

  #connect(): Socket {
    const { index, target, wire } = this.#options;
    const { host, port } = target;
    const upgrade = upgradeTo(wire.path(index), `${host}:${port}`, wire.headers?.(index));
    const socket = createConnection({
      host,
      port,
      noDelay: true,
      onread: {
        buffer: READ_BUFFER,
        callback: (length) => {
          this.#guarded(() => this.#read(length, upgrade.accept));
          return true;
        },
      },
    });
    socket.on('connect', () => socket.write(upgrade.request));
    socket.on('error', (error) => this.#options.onFailure(error));
    socket.on('close', () => this.#options.onFailure(new Error(`the peer closed member ${this.#options.index}`)));
    return socket;
  }

  #guarded(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.#options.onFailure(error as Error);
    }
  }

  #read(length: number, accept: (received: Buffer) => Buffer | undefined): void {
    const before = this.ledger.count;
    if (this.#upgrading === undefined) this.#reader.push(READ_BUFFER, 0, length);
    else this.#readUpgrade(READ_BUFFER.subarray(0, length), accept);
    this.#options.onRead(this.ledger.count - before);
  }

  #readUpgrade(bytes: Buffer, accept: (received: Buffer) => Buffer | undefined): void {
    this.#upgrading = Buffer.concat([this.#upgrading ?? bytes, bytes]);
    const rest = accept(this.#upgrading);
    if (rest === undefined) return;
    this.#upgrading = undefined;
    if (this.#options.wire.joinedOnOpen) this.#confirmJoined();
    this.#reader.push(rest, 0, rest.length);
  }

  #hear(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.text) this.#hearText(payload.toString());
    else if (opcode === OPCODE.binary) this.#hearText(this.#options.wire.textOf?.(payload) ?? '');
    else if (opcode === OPCODE.ping) this.#socket.write(encodeClientFrame(OPCODE.pong, payload));
    else if (opcode === OPCODE.close) throw new Error(`closed by the peer: ${describeClose(payload)}`);
  }

  #hearText(text: string): void {
    const { answer, joined } = this.#options.wire.hear(text, this.#options.index);
    if (answer !== undefined) this.say(answer);
    if (joined) this.#confirmJoined();
  }
}

const describeClose = (payload: Buffer): string =>
  payload.length < 2 ? 'no code' : `${payload.readUInt16BE(0)} ${payload.toString('utf8', 2)}`.trim();

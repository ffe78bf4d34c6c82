import { createConnection, type Socket } from 'node:net';
import { contentOf } from './content.js';
import { encodeClientFrame, FrameReader, OPCODE } from './frame-codec.js';
import { upgradeTo } from './handshake.js';
import type { Target } from './job.js';

/** As the client library does: a random time, so that those who were cut together do not come together. */
const FIRST_RETRY_MS = 1000;
const REFUSED_RETRY_MS = 3000;

const READ_BUFFER = Buffer.allocUnsafe(256 * 1024);

export interface ReturningMemberOptions {
  readonly target: Target;
  readonly roomId: string;
  readonly token: string;
}

interface Heard {
  readonly type: string;
  readonly offset?: string;
  readonly content?: string;
  readonly complete?: boolean;
  readonly clientMessageId?: string;
  readonly code?: string;
}

/** `~#SSNNNNNNNNN`: the sequence is behind the mark and the sender. */
const sequenceOf = (content: string): number => Number(content.slice(4, 13));

/** A member of a room of noroshi who comes back with its offset whenever it is cut, and keeps an exact account of what it heard. */
export class ReturningMember {
  /** Every message of the room's one speaker up to here has come. */
  next = 0;
  lost = 0;
  repeated = 0;
  /** Times it was cut, and handshakes that were refused for now. */
  cuts = 0;
  refusals = 0;
  isInside = false;
  /** When it was last inside again, as `performance.now()`. */
  insideSince = 0;
  onCut: () => void = () => undefined;
  readonly joined: Promise<void>;
  readonly #options: ReturningMemberOptions;
  #confirmJoined: () => void = () => undefined;
  #offset: string | undefined;
  #socket: Socket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isOver = false;
  #saying: { readonly sequence: number; readonly accepted: () => void } | undefined;

  constructor(options: ReturningMemberOptions) {
    this.#options = options;
    this.joined = new Promise((resolve) => (this.#confirmJoined = resolve));
    this.#connect();
  }

  /** Resolves once it is stored, however often it takes. One at a time. */
  say(sequence: number): Promise<void> {
    return new Promise((accepted) => {
      this.#saying = { sequence, accepted };
      if (this.isInside) this.#sayAgain();
    });
  }

  leave(): void {
    this.#isOver = true;
    clearTimeout(this.#retry);
    this.#socket?.destroy();
  }

  #connect(): void {
    const { target, token } = this.#options;
    const upgrade = upgradeTo(`/ws?token=${token}`, `${target.host}:${target.port}`);
    const reader = new FrameReader((opcode, bytes, { start, end }) => this.#frame(opcode, bytes.subarray(start, end)));
    let head: Buffer | undefined = Buffer.alloc(0);
    const read = (length: number): void => {
      if (!head) return reader.push(READ_BUFFER, 0, length);
      head = Buffer.concat([head, READ_BUFFER.subarray(0, length)]);
      const rest = upgrade.accept(head);
      if (!rest) return;
      head = undefined;
      reader.push(rest, 0, rest.length);
    };
    const socket = createConnection({
      ...{ host: target.host, port: target.port, noDelay: true },
      onread: { buffer: READ_BUFFER, callback: (length) => this.#guarded(() => read(length)) },
    });
    this.#socket = socket;
    socket.on('connect', () => socket.write(upgrade.request));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#cut(head === undefined));
  }

  #guarded(read: () => void): boolean {
    try {
      read();
    } catch {
      this.#socket?.destroy();
    }
    return true;
  }

  #cut(wasUpgraded: boolean): void {
    if (this.#isOver) return;
    if (this.isInside) {
      this.cuts += 1;
      this.onCut();
    } else if (!wasUpgraded) this.refusals += 1;
    this.isInside = false;
    const wait = wasUpgraded ? FIRST_RETRY_MS : REFUSED_RETRY_MS;
    this.#retry = setTimeout(() => this.#connect(), Math.random() * wait);
  }

  #send(frame: object): void {
    this.#socket?.write(encodeClientFrame(OPCODE.text, Buffer.from(JSON.stringify(frame))));
  }

  #frame(opcode: number, payload: Buffer): void {
    if (opcode === OPCODE.text) this.#hear(JSON.parse(payload.toString()) as Heard);
    else if (opcode === OPCODE.ping) this.#socket?.write(encodeClientFrame(OPCODE.pong, payload));
  }

  #hear(frame: Heard): void {
    const handle = this.#handlers[frame.type];
    handle?.(frame);
    if (frame.offset !== undefined && frame.type !== 'accepted') this.#offset = frame.offset;
  }

  readonly #handlers: Readonly<Record<string, (frame: Heard) => void>> = {
    connection: () => this.#enter(),
    joinedRoom: () => {
      this.#confirmJoined();
      this.#inside();
    },
    resumed: ({ complete }) => {
      if (complete) this.#inside();
      else setTimeout(() => this.#enter(), Math.random() * FIRST_RETRY_MS);
    },
    message: ({ content = '' }) => this.#count(sequenceOf(content)),
    accepted: ({ clientMessageId }) => {
      if (clientMessageId !== `s-${this.#saying?.sequence}`) return;
      const { accepted } = this.#saying ?? { accepted: () => undefined };
      this.#saying = undefined;
      accepted();
    },
    error: ({ clientMessageId }) => {
      setTimeout(
        () => (clientMessageId === undefined ? this.#enter() : this.#sayAgain()),
        Math.random() * FIRST_RETRY_MS,
      );
    },
  };

  #enter(): void {
    const { roomId } = this.#options;
    if (this.#offset === undefined) this.#send({ action: 'joinRoom', roomId });
    else this.#send({ action: 'resume', rooms: [{ roomId, offset: this.#offset }] });
  }

  #inside(): void {
    this.isInside = true;
    this.insideSince = performance.now();
    this.#sayAgain();
  }

  /** Under the same id: stored once. */
  #sayAgain(): void {
    if (!this.#saying) return;
    const { sequence } = this.#saying;
    const { roomId } = this.#options;
    this.#send({ action: 'message', roomId, content: contentOf(0, sequence), clientMessageId: `s-${sequence}` });
  }

  #count(sequence: number): void {
    if (sequence < this.next) this.repeated += 1;
    else {
      this.lost += sequence - this.next;
      this.next = sequence + 1;
    }
  }
}

import { Client, type Closing, type ConnectOptions, type Frame } from './client.js';

/** As it came: `{type, data, timestamp, id?}`. */
export interface Envelope extends Frame {
  readonly data: Readonly<Record<string, unknown>>;
  readonly timestamp: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** One socket that speaks envelopes, as a hook of a front end does: `/ws/chat` and `/ws/notifications`. */
export class EnvelopeClient {
  readonly client: Client;
  #questions = 0;

  private constructor(client: Client) {
    this.client = client;
  }

  /** Resolves when the socket is open: there is no greeting. @throws NotUpgraded */
  static async open(socketUrl: string, options: ConnectOptions & { readonly path: string }): Promise<EnvelopeClient> {
    return new EnvelopeClient(await Client.open(socketUrl, options));
  }

  get closed(): Promise<Closing> {
    return this.client.closed;
  }

  send(type: string, data: object = {}, more: object = {}): void {
    this.client.send({ type, data, timestamp: Date.now(), ...more });
  }

  /** The `data` of the first frame of the type, with these fields in it, that no earlier call was given. */
  async next(type: string, fields: Fields = {}, timeoutMs?: number): Promise<Fields> {
    const wants = (frame: Frame): boolean => {
      const { data } = frame as Envelope;
      return frame.type === type && Object.entries(fields).every(([name, value]) => data[name] === value);
    };
    const found = this.client.next(
      Object.assign(wants, { toString: () => `${type} ${JSON.stringify(fields)}` }),
      timeoutMs,
    );
    return ((await found) as Envelope).data;
  }

  /** The rooms that it is told of. */
  async rooms(userId?: string): Promise<readonly RoomItem[]> {
    this.send('join_rooms', userId === undefined ? {} : { userId });
    return (await this.next('rooms_list')) as unknown as readonly RoomItem[];
  }

  async openRoom(roomId: string, data: object = {}): Promise<void> {
    this.send('join_room', { roomId, ...data });
    await this.next('room_joined', { roomId });
  }

  /** Sends, and resolves with the message as this client heard it. */
  say(roomId: string, content: string, data: object = {}): Promise<Fields> {
    this.send('send_message', { roomId, content, type: 'text', ...data });
    return this.next('message', { roomId, content });
  }

  /** All data of a type so far. */
  of(type: string): Fields[] {
    return this.client.of(type).map((frame) => (frame as Envelope).data);
  }

  /** Asks and gets the answer: everything that the server sent before it has been received then. */
  async settled(): Promise<void> {
    const id = `q${++this.#questions}`;
    this.send('ping', {}, { id });
    await this.client.next({ type: 'pong', id });
  }

  close(): Promise<Closing> {
    return this.client.close();
  }

  /** Ends the connection as a crash does. */
  reset(): void {
    this.client.reset();
  }
}

export interface RoomItem {
  readonly id: string;
  readonly name: string;
  readonly participants: readonly { readonly id: string; readonly username: string }[];
  readonly lastMessage?: Fields;
  readonly unreadCount: number;
}

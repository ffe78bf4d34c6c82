import type { Client, ConnectionState, Message, Receipt, Room, Timeline, User } from '@noroshi/client';

/** What became of a wish: its result, or the code that it was refused with. */
export type Outcome<T> = { readonly done: T } | { readonly code: unknown };

interface Watched {
  readonly room: Room;
  readonly heard: string[];
  readonly timeline: Timeline;
}

const outcomeOf = <T>(wish: Promise<T>): Promise<Outcome<T>> =>
  wish.then(
    (done) => ({ done }),
    (error: unknown) => ({ code: (error as { code?: unknown }).code }),
  );

/** A client as a test moves it, and somebody who looks at it. All that goes in and comes out can be handed to another program. */
export class DrivenClient {
  readonly #client: Client;
  readonly #rooms = new Map<string, Watched>();

  constructor(client: Client) {
    this.#client = client;
    client.state.subscribe(() => undefined);
  }

  join(roomId: string): Promise<void> {
    return this.#room(roomId).room.join();
  }

  /** In this order, without waiting for one another. */
  send(roomId: string, contents: readonly string[]): Promise<readonly Outcome<Receipt>[]> {
    const { room } = this.#room(roomId);
    return Promise.all(contents.map((content) => outcomeOf(room.send(content))));
  }

  edit(roomId: string, messageId: string, content: string): Promise<Outcome<void>> {
    return outcomeOf(this.#room(roomId).room.edit(messageId, content));
  }

  remove(roomId: string, messageId: string): Promise<Outcome<void>> {
    return outcomeOf(this.#room(roomId).room.remove(messageId));
  }

  react(roomId: string, messageId: string, emoji: string): Promise<Outcome<void>> {
    return outcomeOf(this.#room(roomId).room.react(messageId, emoji));
  }

  /** All that was refused. */
  discard(roomId: string): void {
    const { room, timeline } = this.#room(roomId);
    for (const { status, clientMessageId } of timeline.current.messages)
      if (status === 'failed' && clientMessageId !== undefined) room.discard(clientMessageId);
  }

  setTyping(roomId: string, isTyping: boolean): void {
    this.#room(roomId).room.setTyping(isTyping);
  }

  /** Contents, since this client was first asked for the room. */
  heard(roomId: string): readonly string[] {
    return this.#room(roomId).heard;
  }

  shown(roomId: string): readonly Message[] {
    return this.#room(roomId).timeline.current.messages;
  }

  typing(roomId: string): readonly User[] {
    return this.#room(roomId).room.typing.current;
  }

  async history(roomId: string): Promise<readonly Message[]> {
    return (await this.#room(roomId).room.history({ limit: 100 })).items;
  }

  request(method: 'PUT' | 'DELETE', path: string, body?: object): Promise<Outcome<unknown>> {
    return outcomeOf(this.#client.rest.request(method, path, body));
  }

  state(): ConnectionState {
    return this.#client.state.current;
  }

  me(): User | undefined {
    return this.#client.me.current;
  }

  unsent(): number {
    return this.#client.unsent.current;
  }

  retryNow(): void {
    this.#client.retryNow();
  }

  close(): void {
    this.#client.close();
  }

  #room(roomId: string): Watched {
    const known = this.#rooms.get(roomId);
    if (known) return known;
    const room = this.#client.room(roomId);
    const heard: string[] = [];
    room.on('message', ({ content }) => heard.push(content));
    room.typing.subscribe(() => undefined);
    const watched = { room, heard, timeline: room.timeline({ limit: 100 }) };
    this.#rooms.set(roomId, watched);
    return watched;
  }
}

/** The same from afar. */
export type ClientDriver = {
  readonly [K in keyof DrivenClient]: (
    ...given: Parameters<DrivenClient[K]>
  ) => Promise<Awaited<ReturnType<DrivenClient[K]>>>;
};

/** @param call of one of the client's methods, where the client is */
export const driverOf = (call: (method: keyof DrivenClient, given: unknown[]) => Promise<unknown>): ClientDriver => {
  const methods = Object.getOwnPropertyNames(DrivenClient.prototype) as (keyof DrivenClient | 'constructor')[];
  const entries = methods.flatMap((method) =>
    method === 'constructor' ? [] : [[method, (...given: unknown[]) => call(method, given)] as const],
  );
  return Object.fromEntries(entries) as unknown as ClientDriver;
};

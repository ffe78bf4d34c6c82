import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually } from './eventually.js';

/** A webhook as it came. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  /** As it was signed. */
  readonly text: string;
  readonly body: { readonly type: string; readonly timestamp: string; readonly data: Record<string, unknown> };
}

/** A status, or no answer at all. */
export type ReceiverAnswer = number | 'hang';

/** Somebody's server for webhooks: it answers as it is told, goes down, and comes back at the same address. */
export class WebhookReceiver {
  /** Each that came, also again, in order: with its answer. */
  readonly calls: (Received & { readonly answer: ReceiverAnswer })[] = [];
  /** How it answers from now on. */
  answer: (received: Received) => ReceiverAnswer = () => 204;
  #server: Server | undefined;
  #port = 0;

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await receiver.comeBack();
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  /** Those that were taken, each as often as it came. */
  get taken(): readonly Received[] {
    return this.calls.filter(({ answer }) => typeof answer === 'number' && answer < 300);
  }

  /** The values of one field of what was taken, each id once, in order of its first coming. */
  fields(name: string): unknown[] {
    const first = new Map(this.taken.map((received) => [received.id, received.body.data[name]] as const).reverse());
    return [...first.values()].reverse();
  }

  /** Resolves when what was taken is as wished. */
  async has(isEnough: (taken: readonly Received[]) => boolean, reason: string): Promise<void> {
    await eventually(() => isEnough(this.taken), { reason });
  }

  async goDown(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    server?.closeAllConnections();
    if (server) await once(server, 'close');
  }

  async comeBack(): Promise<void> {
    const server = createServer((request, response) => {
      void text(request).then(
        (body) => this.#receive({ headers: request.headers, text: body }, response),
        () => undefined,
      );
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  #receive({ headers, text }: Pick<Received, 'headers' | 'text'>, response: ServerResponse): void {
    const body = JSON.parse(text) as Received['body'];
    const received = { id: String(headers['webhook-id']), headers, text, body };
    const answer = this.answer(received);
    this.calls.push({ ...received, answer });
    if (answer !== 'hang') response.writeHead(answer).end();
  }
}

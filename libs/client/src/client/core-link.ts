import { NoroshiError } from '../api/noroshi-error.js';
import type { Refusal, ToCore, ToTab } from '../core/messages.js';
import type { Port } from '../ports/port.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';
import { deviceNow, watchDevice } from './device.js';

export const errorOf = ({ code, message, retryAfter }: Refusal): NoroshiError =>
  new NoroshiError(code, message, retryAfter);

const closed = (): NoroshiError => new NoroshiError('closed', 'The client was closed');

interface Ask {
  readonly resolve: (frames: readonly ServerFrame[]) => void;
  readonly reject: (error: NoroshiError) => void;
}

interface Needs {
  readonly open: () => Port<ToTab, ToCore>;
  readonly heard: (message: ToTab) => void;
  /** Another core, that knows nothing yet. */
  readonly reopened: () => void;
}

/** The way to the core: opened when it is first needed, and again when the core is gone. */
export class CoreLink {
  readonly #needs: Needs;
  readonly #asks = new Map<number, Ask>();
  #port: Port<ToTab, ToCore> | undefined;
  #lastAsk = 0;
  #unwatch: (() => void) | undefined;
  #isClosed = false;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  post(message: ToCore): void {
    if (this.#isClosed) return;
    this.#port ??= this.#open();
    this.#port.post(message);
  }

  /** @throws NoroshiError */
  ask(frame: ClientFrame): Promise<readonly ServerFrame[]> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed());
      const askId = ++this.#lastAsk;
      this.#asks.set(askId, { resolve, reject });
      this.post({ kind: 'ask', askId, frame });
    });
  }

  /** Begins without a wish, only to know how things stand. */
  begin(): void {
    if (!this.#isClosed) this.#port ??= this.#open();
  }

  close(): void {
    this.#isClosed = true;
    this.#unwatch?.();
    this.#port?.close();
    this.#rejectAll(closed());
  }

  #open(): Port<ToTab, ToCore> {
    const port = this.#needs.open();
    port.listen({
      message: (message) => !this.#isClosed && this.#heard(message),
      ended: () => this.#ended(),
    });
    port.post({ kind: 'hello', device: deviceNow() });
    this.#unwatch ??= watchDevice((device) => this.post({ kind: 'device', device }));
    return port;
  }

  #heard(message: ToTab): void {
    if (message.kind === 'answer') this.#taken(message.askId)?.resolve(message.frames);
    else if (message.kind === 'refused') this.#taken(message.askId)?.reject(errorOf(message.refusal));
    else this.#needs.heard(message);
  }

  #taken(askId: number): Ask | undefined {
    const ask = this.#asks.get(askId);
    this.#asks.delete(askId);
    return ask;
  }

  #ended(): void {
    if (this.#isClosed) return;
    this.#rejectAll(new NoroshiError('offline', 'The connection was lost'));
    this.#port = this.#open();
    this.#needs.reopened();
  }

  #rejectAll(error: NoroshiError): void {
    const asks = [...this.#asks.values()];
    this.#asks.clear();
    for (const { reject } of asks) reject(error);
  }
}

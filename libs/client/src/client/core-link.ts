import { NoroshiError } from '../api/noroshi-error.js';
import type { Refusal, ToCore, ToTab } from '../core/messages.js';
import type { Port } from '../ports/port.js';
import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';
import { deviceNow, watchDevice } from './device.js';

export type TabPort = Port<ToTab, ToCore>;

export const errorOf = ({ code, message, retryAfter }: Refusal): NoroshiError =>
  new NoroshiError(code, message, retryAfter);

export const closed = (): NoroshiError => new NoroshiError('closed', 'The client was closed');

interface Ask {
  readonly resolve: (frames: readonly ServerFrame[]) => void;
  readonly reject: (error: NoroshiError) => void;
}

interface Needs {
  readonly open: () => Promise<TabPort>;
  readonly heard: (message: ToTab) => void;
  /** Another core, that knows nothing yet. */
  readonly reopened: () => void;
}

/** After which a port that could not be opened is tried again. */
const AGAIN_MS = 1_000;

/** The way to the core: opened when it is first needed, and again when the core is gone. */
export class CoreLink {
  readonly #needs: Needs;
  readonly #asks = new Map<number, Ask>();
  #port: Promise<TabPort> | undefined;
  #lastAsk = 0;
  #unwatch: (() => void) | undefined;
  #isClosed = false;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  post(message: ToCore): void {
    this.#withPort((port) => port.post(message));
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
    this.#withPort(() => undefined);
  }

  close(): void {
    if (this.#port) this.#withPort((port) => port.close());
    this.#isClosed = true;
    this.#unwatch?.();
    this.#rejectAll(closed());
  }

  /** In the order of the calls. What is said to a port that can't be opened is lost, as it is when one ends. */
  #withPort(run: (port: TabPort) => void): void {
    if (this.#isClosed) return;
    this.#port ??= this.#open();
    this.#port.then(run, () => undefined);
  }

  #open(): Promise<TabPort> {
    const opening = this.#needs.open();
    opening.then(
      (port) => {
        port.listen({ message: (message) => !this.#isClosed && this.#heard(message), ended: () => this.#ended() });
        if (!this.#isClosed) port.post({ kind: 'hello', device: deviceNow() });
      },
      () => setTimeout(() => this.#ended(), AGAIN_MS),
    );
    this.#unwatch ??= watchDevice((device) => this.post({ kind: 'device', device }));
    return opening;
  }

  #heard(message: ToTab): void {
    if (message.kind !== 'answer') return this.#needs.heard(message);
    const { askId, frames, refusal } = message;
    const ask = this.#asks.get(askId);
    this.#asks.delete(askId);
    if (refusal) ask?.reject(errorOf(refusal));
    else ask?.resolve(frames);
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

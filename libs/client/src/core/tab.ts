import type { Port } from '../ports/port.js';
import type { Device, ToCore, ToTab } from './messages.js';

/** One attached port, as the core sees it. */
export class Tab {
  readonly #port: Port<ToCore, ToTab>;
  device: Device = { isOnline: true, isVisible: true };
  isTapping = false;

  constructor(port: Port<ToCore, ToTab>) {
    this.#port = port;
  }

  tell(message: ToTab): void {
    this.#port.post(message);
  }

  close(): void {
    this.#port.close();
  }
}

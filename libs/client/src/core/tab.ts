import type { Port } from '../ports/port.js';
import type { Device, ToCore, ToTab } from './messages.js';

/** One attached port, as the core sees it. */
export interface Tab {
  readonly tell: Port<ToCore, ToTab>['post'];
  readonly close: () => void;
  device: Device;
  isTapping: boolean;
}

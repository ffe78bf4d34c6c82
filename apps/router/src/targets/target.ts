import { Outage } from '@noroshi/event-sourcing';
import type { Delivery } from '../deliveries/delivery.js';

/** Somebody who is told what happens. */
export interface Target {
  /**
   * One try.
   *
   * @throws TargetAway when nobody has answered: what is to be told waits
   * @throws DeliveryRefused when the target answered with no
   */
  deliver(delivery: Delivery): Promise<void>;
  /** Ends the try that is under way, as if nobody had answered. */
  giveUp(): void;
  close(): void;
}

export class TargetAway extends Outage {
  override readonly name = 'TargetAway';
}

export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused';
}

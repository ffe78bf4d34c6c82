import type { BackOff } from '@noroshi/event-sourcing';
import { WebhookSender, type WebhookTarget } from '@noroshi/webhooks';
import { bodyOf, type Delivery } from '../deliveries/delivery.js';
import { DeliveryRefused, TargetAway, type Target } from './target.js';

/** Leaves the target alone for as long as it has asked for. */
export class Webhook implements Target {
  private readonly sender: WebhookSender;
  private readonly stop = new AbortController();
  private notBefore = 0;

  /** @param pauses ended when everything stops */
  constructor(
    target: WebhookTarget,
    private readonly pauses: BackOff,
  ) {
    this.sender = new WebhookSender(target);
  }

  async deliver(delivery: Delivery): Promise<void> {
    const wait = this.notBefore - performance.now();
    if (wait > 0) await this.pauses.pause(wait);
    if (this.pauses.isEnded) throw new TargetAway('nothing more is sent');
    const attempt = await this.sender.attempt({ id: delivery.id, body: bodyOf(delivery) }, this.stop.signal);
    if (attempt.kind === 'delivered') return;
    this.notBefore = performance.now() + (attempt.retryAfterMs ?? 0);
    throw attempt.kind === 'away' ? new TargetAway(attempt.reason) : new DeliveryRefused(attempt.reason);
  }

  giveUp(): void {
    this.stop.abort();
  }

  close(): void {
    this.sender.close();
  }
}

import {
  statusOf,
  type PresenceRegistry,
  type SessionEvent,
  type StatusNotice,
  type UserStatus,
} from '@noroshi/domain';
import type { ChosenStatuses } from './chosen-statuses.js';

export interface StatusNewsOptions {
  readonly registry: Pick<PresenceRegistry, 'connections' | 'gateways' | 'heldBy'>;
  readonly statuses: Pick<ChosenStatuses, 'of'>;
  readonly tell: (notice: StatusNotice) => void;
}

/** Tells when a user is seen differently from before; nothing of what is only replayed at a start. */
export class StatusNews {
  /** Of those who are not offline. */
  private readonly told = new Map<string, UserStatus>();
  private isLive = false;

  constructor(private readonly options: StatusNewsOptions) {}

  of(userId: string): UserStatus {
    const { registry, statuses } = this.options;
    const { items } = registry.connections({ userId, limit: Number.MAX_SAFE_INTEGER });
    return statusOf(items, statuses.of(userId));
  }

  /** Everything up to now is known to whoever wanted to know it. */
  begin(): void {
    const { registry } = this.options;
    for (const gateway of registry.gateways())
      for (const { connection } of registry.heldBy(gateway))
        this.told.set(connection.user.id, this.of(connection.user.id));
    this.isLive = true;
  }

  /** To be called when the event has been folded. */
  follow(event: SessionEvent): void {
    if (!this.isLive) return;
    for (const userId of this.touchedBy(event)) this.look(userId);
  }

  look(userId: string): void {
    const [was, is] = [this.told.get(userId) ?? 'offline', this.of(userId)];
    if (was === is) return;
    if (is === 'offline') this.told.delete(userId);
    else this.told.set(userId, is);
    this.options.tell({ userId, status: is });
  }

  private touchedBy(event: SessionEvent): readonly string[] {
    switch (event.type) {
      case 'SessionOpened':
        return [event.connection.user.id];
      case 'SessionClosed':
      case 'SessionIdled':
      case 'SessionWoke':
      case 'SessionLost':
        return [event.user.id];
      case 'GatewayIntroduced':
        // It ended all that its earlier runs said.
        return [...this.told.keys()];
      default:
        return [];
    }
  }
}

import type { PresenceChange, PresenceRegistry, SessionEvent } from '@noroshi/domain';
import type { Position, Projection, RecordedEvent } from '@noroshi/event-sourcing';

/** Folds the log of sessions into the presence registry. */
export class PresenceProjection implements Projection<SessionEvent> {
  readonly name = 'presence';

  constructor(
    private readonly registry: Pick<PresenceRegistry, 'apply'>,
    /** Told of every event's changes, of replayed ones too; often there is none. */
    private readonly onChanges: (position: Position, changes: readonly PresenceChange[]) => void,
  ) {}

  apply({ event, position }: RecordedEvent<SessionEvent>): void {
    this.onChanges(position, this.registry.apply(event));
  }
}

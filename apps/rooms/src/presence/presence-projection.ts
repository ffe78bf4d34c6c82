import type { PresenceChange, PresenceRegistry, SessionEvent } from '@noroshi/domain';
import type { Projection, RecordedEvent } from '@noroshi/event-sourcing';

/** Folds the log of sessions into the presence registry. */
export class PresenceProjection implements Projection<SessionEvent> {
  readonly name = 'presence';

  constructor(
    private readonly registry: Pick<PresenceRegistry, 'apply'>,
    /** Told of every event's changes, of replayed ones too; often there is none. */
    private readonly onChanges: (recorded: RecordedEvent<SessionEvent>, changes: readonly PresenceChange[]) => void,
  ) {}

  apply(recorded: RecordedEvent<SessionEvent>): void {
    this.onChanges(recorded, this.registry.apply(recorded.event));
  }
}

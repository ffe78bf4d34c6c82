import { isKnownEvent, topicRecordOf } from '@noroshi/domain';
import type { BatchReactor, Event, RecordedEvent } from '@noroshi/event-sourcing';
import type { TopicWriter } from '@noroshi/kafka';

export interface TopicRelayOptions {
  /** Of its checkpoint. */
  readonly name: string;
  /** Of the log that is relayed. */
  readonly epoch: string;
  readonly writer: Pick<TopicWriter, 'write'>;
}

/** What it says is not known here, so it may not be told to others as if it were. */
class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}

/** Copies events to the topic, in their order. A batch that is handled again is there twice, with the same ids. */
export class TopicRelay implements BatchReactor<Event> {
  constructor(private readonly options: TopicRelayOptions) {}

  get name(): string {
    return this.options.name;
  }

  async handle(batch: readonly RecordedEvent[]): Promise<void> {
    const { epoch, writer } = this.options;
    // All of them before the first is written: what keeps one from being told is found before the others are there twice.
    const records = batch.map((recorded) => topicRecordOf(assertKnown(recorded), epoch));
    await writer.write(records);
  }
}

function assertKnown(recorded: RecordedEvent): RecordedEvent {
  const { event, lane } = recorded;
  if (isKnownEvent(lane.category, event.type)) return recorded;
  throw new UnknownEvent(
    `there is no ${event.type.slice(0, 100)} in the log of a ${lane.category}, as far as this version knows`,
  );
}

import { KafkaRefused, KafkaUnavailable, type TopicWriter } from '@noroshi/kafka';
import type { DependencyState } from '@noroshi/service-host';

/** How the brokers are, by what became of the last thing that they were asked for. Nothing was: away. */
export class KafkaState {
  #state: DependencyState = 'down';

  get states(): Readonly<Record<'kafka', DependencyState>> {
    return { kafka: this.#state };
  }

  /** Does the work, and looks on. */
  async watch<T>(work: () => Promise<T>): Promise<T> {
    try {
      const done = await work();
      this.#state = 'up';
      return done;
    } catch (cause) {
      if (cause instanceof KafkaUnavailable) this.#state = cause instanceof KafkaRefused ? 'refused' : 'down';
      throw cause;
    }
  }

  /** The same writer, looked on at. */
  watched(writer: TopicWriter): TopicWriter {
    return { write: (records) => this.watch(() => writer.write(records)), close: () => writer.close() };
  }
}

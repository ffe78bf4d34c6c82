import { rollupRecordOf, type Rollup } from '@noroshi/domain';
import type { TopicWriter } from '@noroshi/kafka';
import type { RollupSink } from './rollup-outlet.js';

export interface RollupTopicOptions {
  readonly writer: Pick<TopicWriter, 'write'>;
  /** Sees to it that there is the topic. @throws Outage */
  readonly ensure: () => Promise<void>;
}

/** Tells rollups on a topic, which is made when there is something to tell. */
export class RollupTopic implements RollupSink {
  readonly #options: RollupTopicOptions;
  #isThere = false;

  constructor(options: RollupTopicOptions) {
    this.#options = options;
  }

  async put(rollups: readonly Rollup[]): Promise<void> {
    const { writer, ensure } = this.#options;
    if (!this.#isThere) await ensure();
    this.#isThere = true;
    await writer.write(rollups.map(rollupRecordOf));
  }
}

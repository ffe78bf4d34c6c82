import type { ConsumerWatch } from '@noroshi/service-host';
import type { PartReader } from './analytics-source.js';

/** The same reader, watched as every consumer is: how much it has dealt with, how old that is, and as part of which traces. */
export const watchedReader = (reader: PartReader, watch: Pick<ConsumerWatch, 'around'>): PartReader => ({
  begin: (part) => reader.begin(part),
  end: (part) => reader.end(part),
  take: async (part, events) => {
    let place: string | undefined;
    await watch.around(
      events.map(({ recorded }) => recorded),
      async () => {
        place = await reader.take(part, events);
        return 'done';
      },
    );
    return place;
  },
});

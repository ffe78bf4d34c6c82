import { deadLetterId, type Burial, type DeadLetters } from '@noroshi/event-sourcing';
import type { TopicRecord, TopicWriter } from '@noroshi/kafka';

/** Tells of each burial on a topic as well, before it counts as buried. The event itself stays in the log, at its position. */
export const toldDeadLetters = (kept: DeadLetters, writer: Pick<TopicWriter, 'write'>): DeadLetters => ({
  bury: async (burial) => {
    await writer.write([recordOf(burial)]);
    return kept.bury(burial);
  },
  find: (id) => kept.find(id),
  list: (query) => kept.list(query),
  remove: (id) => kept.remove(id),
});

/** A letter that is buried again, for another reason, is another event. */
function recordOf(burial: Burial): TopicRecord {
  const { consumer, lane, reason, tries } = burial;
  return {
    key: lane.entity,
    value: JSON.stringify(burial),
    headers: {
      ce_specversion: '1.0',
      ce_id: `${deadLetterId(burial)}.${tries}`,
      ce_source: `/noroshi/${consumer}`,
      ce_type: 'noroshi.dead.v1',
      ce_subject: [lane.category, lane.entity, lane.name].map(encodeURIComponent).join('/'),
      'content-type': 'application/json',
      'noroshi-reason': reason,
      'noroshi-consumer': consumer,
      'noroshi-tries': String(tries),
    },
  };
}

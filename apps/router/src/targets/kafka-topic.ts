import { KafkaUnavailable, RecordRefused, type TopicRecord, type TopicWriter } from '@noroshi/kafka';
import { bodyOf, type Delivery } from '../deliveries/delivery.js';
import { DeliveryRefused, TargetAway, type Target } from './target.js';

/** In order of each room, and of each connection. */
export class KafkaTopic implements Target {
  constructor(private readonly writer: TopicWriter) {}

  async deliver(delivery: Delivery): Promise<void> {
    try {
      await this.writer.write([recordOf(delivery)]);
    } catch (cause) {
      if (cause instanceof KafkaUnavailable) throw new TargetAway(cause.message, { cause });
      if (cause instanceof RecordRefused) throw new DeliveryRefused(cause.message, { cause });
      throw cause;
    }
  }

  giveUp(): void {
    void this.writer.close();
  }

  close(): void {
    void this.writer.close();
  }
}

function recordOf(delivery: Delivery): TopicRecord {
  const { id, type, at, roomId, data } = delivery;
  return {
    key: roomId ?? String(data['connectionId']),
    value: bodyOf(delivery),
    timestamp: at,
    headers: {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: '/noroshi/router',
      ce_type: `noroshi.${type}`,
      ce_time: new Date(at).toISOString(),
      'content-type': 'application/json',
    },
  };
}

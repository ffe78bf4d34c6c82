export type { TopicRecord } from '@noroshi/domain';
export type { KafkaAccess, KafkaLogin, KafkaOptions, KafkaTls } from './kafka-options.js';
export { KafkaRefused, KafkaUnavailable, RecordRefused, RecordTooLarge } from './kafka-errors.js';
export { createTopicWriter, type TopicWriter } from './topic-writer.js';
export { ensureTopics, type TopicWish } from './ensure-topics.js';
export { partitionOfKey, partitionsOf } from './partitions.js';
export { readTopic, type ReadTopicOptions, type ReceivedRecord, type TopicReader } from './topic-reader.js';

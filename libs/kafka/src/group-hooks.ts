import type { Assigner, PartitionAssigner } from 'kafkajs';
import kafkajs from 'kafkajs';
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';

/** Called by a member of a consumer group, and awaited. */
export interface GroupHooks {
  /** Before it gives up what it has, to get its share anew or to leave. */
  givingUp(): Promise<void>;
  /** When it has its share, before any record of it comes. */
  given(partitions: readonly number[]): Promise<void>;
}

interface HookedAssigner extends Assigner {
  readonly hooks: GroupHooks;
}

/** Shares partitions as kafkajs does by default, and is where a group finds the hooks of its member. */
export const hookedAssigner =
  (hooks: GroupHooks): PartitionAssigner =>
  (config): HookedAssigner => ({ ...kafkajs.PartitionAssigners.roundRobin(config), hooks });

const { prototype } = ConsumerGroup;
type Group = typeof prototype;

const hooksOf = ({ assigners }: Group): GroupHooks | undefined =>
  assigners.map((assigner) => (assigner as Partial<HookedAssigner>).hooks).find((hooks) => hooks !== undefined);

/** What makes kafkajs ask for its share anew without leaving the loop that fetches. */
const STALE = [
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'UNKNOWN_TOPIC_OR_PARTITION',
];
const STALE_NAMES = ['KafkaJSTopicMetadataNotLoaded', 'KafkaJSStaleTopicMetadataAssignment'];

/**
 * kafkajs tells of a rebalance, and goes on. With these its members wait: for their hooks, with everything that they handle
 * done, before they let go of partitions. Nobody else gets those before, because the group waits for all its members.
 */
export function awaitGroupHooks(): void {
  const { joinAndSync, leave, recoverFromFetch } = prototype;
  prototype.joinAndSync = async function joinAndSyncWithHooks(this: Group) {
    const hooks = hooksOf(this);
    await hooks?.givingUp();
    await joinAndSync.call(this);
    await hooks?.given(this.assigned().flatMap(({ partitions }) => partitions));
  };
  prototype.leave = async function leaveWithHooks(this: Group) {
    await hooksOf(this)?.givingUp();
    await leave.call(this);
  };
  // It would join anew beside other fetches that are handled at the time; the error makes it stop them first.
  prototype.recoverFromFetch = async function recoverStandingStill(this: Group, cause) {
    if (!STALE.includes(cause.type ?? '') && !STALE_NAMES.includes(cause.name))
      return recoverFromFetch.call(this, cause);
    await this.cluster.refreshMetadata();
    throw Object.assign(new Error('the group is to be joined anew'), { type: 'REBALANCE_IN_PROGRESS', cause });
  };
}

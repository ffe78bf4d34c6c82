/** Parts of kafkajs that it does not show, and that are mended here. It has had no release since 2023. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  interface Queue {
    /** Milliseconds since 1970. */
    throttledUntil: number;
    readonly pending: readonly unknown[];
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
  const RequestQueue: { readonly prototype: Queue };
  export = RequestQueue;
}

declare module 'kafkajs/src/consumer/consumerGroup.js' {
  import type { Assigner } from 'kafkajs';

  interface Group {
    readonly assigners: readonly Assigner[];
    readonly cluster: { refreshMetadata(): Promise<void> };
    assigned(): readonly { readonly topic: string; readonly partitions: readonly number[] }[];
    joinAndSync: (this: Group) => Promise<void>;
    leave: (this: Group) => Promise<void>;
    recoverFromFetch: (this: Group, cause: { readonly type?: string; readonly name: string }) => Promise<void>;
  }
  const ConsumerGroup: { readonly prototype: Group };
  export = ConsumerGroup;
}

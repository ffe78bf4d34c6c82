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

declare module 'kafkajs/src/protocol/recordBatch/crc32C/index.js' {
  const crc32C: (bytes: Buffer) => number;
  export = crc32C;
}

declare module 'kafkajs/src/protocol/requests/produce/index.js' {
  namespace Produce {
    interface Message {
      readonly key: string;
      readonly value: string;
      /** Milliseconds since 1970. */
      readonly timestamp: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
    interface Options {
      readonly acks: number;
      readonly timeout: number;
      readonly compression?: number;
      readonly transactionalId?: string | null;
      /** An integer of 64 bits. */
      readonly producerId?: { toString(): string };
      readonly producerEpoch?: number;
      readonly topicData: readonly {
        readonly topic: string;
        readonly partitions: readonly {
          readonly partition: number;
          readonly firstSequence?: number;
          readonly messages: readonly Message[];
        }[];
      }[];
    }
    interface Encoded {
      readonly buf: Buffer;
      readonly buffer: Buffer;
      size(): number;
    }
    type Version = (options: Options) => {
      readonly request: { readonly encode: () => Promise<Encoded> };
      readonly response: unknown;
    };
  }
  const Produce: { protocol: (of: { readonly version: number }) => Produce.Version };
  export = Produce;
}

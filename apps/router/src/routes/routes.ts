import type { KafkaAccess } from '@noroshi/settings';

/** Where events go, and which. */
export interface Routes {
  readonly targets: readonly RouteTarget[];
}

interface Delivering {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** What is told to it: whatever one of these admits, in the order of the log. */
  readonly rules: readonly Rule[];
  /** What a target that is new is told first: what comes from now on, or everything that the log holds. */
  readonly from: 'now' | 'beginning';
  /** Tries of an event that the target answers with no, before it is put to the dead letters. */
  readonly maxTries: number;
  /** Milliseconds before the second try; doubled for each one after it, up to thirty times as many. */
  readonly retryMs: number;
}

export interface WebhookRoute extends Delivering {
  readonly type: 'webhook';
  readonly url: string;
  readonly secret: string;
  readonly timeoutMs: number;
  /** The target may be on this host or in its network. */
  readonly allowPrivate: boolean;
}

export interface NatsRoute extends Delivering {
  readonly type: 'nats';
  readonly subject: string;
  /** A stream stores what is published there. */
  readonly stream: boolean;
}

export interface KafkaRoute extends Delivering {
  readonly type: 'kafka';
  readonly topic: string;
  readonly kafka: KafkaAccess;
}

export type RouteTarget = WebhookRoute | NatsRoute | KafkaRoute;

/** All that is given must hold. */
export interface Rule {
  /** Types of events; absent: all. */
  readonly events?: readonly string[];
  /** Patterns of room ids, of which one has to match; absent: any, and events that are of no room. */
  readonly rooms?: readonly string[];
  /** Fields of the event, by path (`by.id`), and the values of which each must have one. */
  readonly where: Readonly<Record<string, readonly Value[]>>;
}

export type Value = string | number | boolean | null;

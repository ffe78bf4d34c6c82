import type { IHeaders, KafkaMessage } from 'kafkajs';

/** What of a record is looked at. Its value is described by docs/events/<category>.<Type>.v1.json. */
export interface TopicEvent {
  /** Never the same for two events: a record with an id that was here before is a duplicate. */
  readonly id: string;
  /** `noroshi.<category>.<Type>.v<version>` */
  readonly type: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** Of a room's events the room, of a user's the user. */
  readonly key: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Undefined: what came is none. A consumer passes it over, because it would come again after every restart. */
export function eventOf({ key, value, headers }: KafkaMessage): TopicEvent | undefined {
  const id = header(headers, 'ce_id');
  const type = header(headers, 'ce_type');
  const time = header(headers, 'ce_time');
  const data = parse(value);
  if (!id || !type || !time || !key || !data) return undefined;
  return { id, type, time, key: key.toString(), data };
}

function header(headers: IHeaders | undefined, name: string): string | undefined {
  const value = headers?.[name];
  return (Array.isArray(value) ? value[0] : value)?.toString();
}

function parse(value: Buffer | null): Record<string, unknown> | undefined {
  try {
    const data: unknown = JSON.parse(value?.toString() ?? '');
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

import { undecodable, type Event, type Lane, type RecordedEvent, type Undecodable } from '@noroshi/event-sourcing';
import { formatOffset, parseOffset, type Offset } from '../offset.js';
import { EVENT_VERSION } from './event-version.js';

/** A record of a topic, as it is written and as it is read. */
export interface TopicRecord {
  /** What has one key stays in order. */
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly timestamp?: number;
}

/** An event that was told on the topic. */
export interface ToldEvent extends RecordedEvent {
  /** Never that of another event; the same however often this one is told. */
  readonly id: string;
  /** Of the log that the position is in. */
  readonly epoch: string;
  /** Of the event's type: 1 or more. */
  readonly version: number;
}

/**
 * The event as others are told of it: its JSON as it is stored, and who, where, when in CloudEvents 1.0 headers (binary mode of
 * the Kafka binding).
 */
export function topicRecordOf({ event, lane, position, recordedAt, trace }: RecordedEvent, epoch: string): TopicRecord {
  const { category, entity } = lane;
  const headers = {
    ce_specversion: '1.0',
    ce_id: `${category}_${formatOffset(epoch, position)}`,
    ce_source: `/noroshi/${category}`,
    ce_type: `noroshi.${category}.${event.type}.v${EVENT_VERSION}`,
    ce_time: new Date(recordedAt).toISOString(),
    ce_subject: subjectOf(lane),
    'content-type': 'application/json',
    ...(trace === undefined ? {} : { traceparent: trace }),
  };
  return { key: entity, value: JSON.stringify(event), headers, timestamp: recordedAt };
}

const subjectOf = ({ category, entity, name }: Lane): string =>
  [category, entity, name].map(encodeURIComponent).join('/');

/** The way back. What others put into the topic, and what a later version says otherwise, is undecodable: without its content. */
export function eventOfRecord({ value, headers }: Pick<TopicRecord, 'value' | 'headers'>): ToldEvent | Undecodable {
  const place = placeOf(headers);
  if (!place) return undecodable('the record has not the headers of an event');
  const event = parse(value);
  if (!event) return undecodable('the record is no event: it is not JSON, or has no type');
  const version = versionOf(headers['ce_type'] ?? '', { category: place.lane.category, type: event.type });
  if (version === undefined) return undecodable('the record is of another type than its event');
  const { traceparent: trace } = headers;
  return { ...place, event, version, ...(trace === undefined ? {} : { trace }) };
}

type Place = Pick<ToldEvent, 'id' | 'epoch' | 'position' | 'lane' | 'recordedAt'>;

function placeOf({ ce_id: id = '', ce_subject = '', ce_time = '' }: TopicRecord['headers']): Place | undefined {
  const lane = laneOf(ce_subject);
  const recordedAt = Date.parse(ce_time);
  const offset = lane && offsetOf(id, lane.category);
  if (!offset || Number.isNaN(recordedAt)) return undefined;
  return { id, epoch: offset.epoch, position: offset.position, lane, recordedAt };
}

const offsetOf = (id: string, category: string): Offset | undefined =>
  id.startsWith(`${category}_`) ? parseOffset(id.slice(category.length + 1)) : undefined;

function laneOf(subject: string): Lane | undefined {
  const parts = subject.split('/');
  try {
    const [category = '', entity = '', name = ''] = parts.map(decodeURIComponent);
    return parts.length === 3 ? { category, entity, name } : undefined;
  } catch {
    return undefined;
  }
}

function parse(value: string): Event | undefined {
  try {
    const event = JSON.parse(value) as { readonly type?: unknown } | null;
    return typeof event?.type === 'string' ? (event as Event) : undefined;
  } catch {
    return undefined;
  }
}

function versionOf(ceType: string, { category, type }: { readonly category: string; readonly type: string }) {
  const start = `noroshi.${category}.${type}.v`;
  const number = ceType.startsWith(start) ? ceType.slice(start.length) : '';
  return /^[1-9]\d{0,8}$/.test(number) ? Number(number) : undefined;
}

import { eventOfRecord, type ToldEvent, type TopicRecord } from '@noroshi/domain';

/** Of a record those parts that an archived one has. */
export type Archived = Pick<TopicRecord, 'key' | 'value' | 'headers'>;

/** One event of the archive, as CloudEvents has it in JSON, with the extension `partitionkey`. */
export function lineOf({ key, value, headers }: Archived): string {
  const { traceparent } = headers;
  const event = {
    ...{ specversion: '1.0', id: headers['ce_id'], source: headers['ce_source'], type: headers['ce_type'] },
    ...{ time: headers['ce_time'], subject: headers['ce_subject'], datacontenttype: headers['content-type'] },
    ...{ partitionkey: key, ...(traceparent === undefined ? {} : { traceparent }) },
    data: JSON.parse(value) as unknown,
  };
  return `${JSON.stringify(event)}\n`;
}

/** The way back. Undefined: it is no event. */
export function eventOfLine(line: string): ToldEvent | undefined {
  const { id, type, time, subject, data } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const headers = { ce_id: id, ce_type: type, ce_time: time, ce_subject: subject } as Record<string, string>;
  const told = eventOfRecord({ value: JSON.stringify(data), headers });
  return 'recordedAt' in told ? told : undefined;
}

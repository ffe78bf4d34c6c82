import { MINUTE_MS } from '../windows/minute.js';
import type { Rollup } from '../windows/rollup.js';
import type { TopicRecord } from './topic-record.js';

/**
 * A rollup as others are told of it: JSON of its fields, as a CloudEvents 1.0 record (binary mode) of the room.
 *
 * The id is made of everything that it says: told again it is the same, and with larger figures it is another one. Of one room
 * and minute the record with the larger figures counts, whichever comes last.
 */
export function rollupRecordOf(rollup: Rollup): TopicRecord {
  const { roomId, minute, messages, activeUsers, joins, peakPresence } = rollup;
  const figures = [messages, activeUsers, joins, peakPresence];
  const room = encodeURIComponent(roomId);
  const headers = {
    ce_specversion: '1.0',
    ce_id: `rollup_${minute}_${figures.join('.')}_${room}`,
    ce_source: '/noroshi/rollups',
    ce_type: 'noroshi.rollups.RoomMinute.v1',
    ce_time: new Date(minute + MINUTE_MS).toISOString(),
    ce_subject: `rollups/${room}`,
    'content-type': 'application/json',
  };
  const value = JSON.stringify({ roomId, minute, messages, activeUsers, joins, peakPresence });
  return { key: roomId, value, headers, timestamp: minute };
}

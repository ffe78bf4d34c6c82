import { topicRecordOf, type RoomEvent } from '@noroshi/domain';

const ROOMS = 50;
const CONTENT = 'what somebody says is about as long as this line, and sometimes twice as long, so: '.repeat(2);

export const roomOf = (number: number): string => `room-${number % ROOMS}`;

/** About 300 bytes as JSON. */
export const eventNumber = (number: number): RoomEvent => ({
  type: 'MessagePosted',
  by: { id: `user-${number % 997}`, name: 'Somebody', guest: false },
  content: `${CONTENT}${number}`,
  messageType: 'text',
  clientMessageId: `message-${number}`,
});

/** As the relay writes it. */
export const recordOf = (event: RoomEvent, position: number) => {
  const lane = { category: 'room', entity: roomOf(position - 1), name: 'talk' };
  const { timestamp = 0, ...record } = topicRecordOf({ event, lane, position, recordedAt: Date.now() }, 'bench');
  return { ...record, headers: { ...record.headers }, timestamp: String(timestamp) };
};

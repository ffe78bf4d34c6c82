import { formatMessageId, formatOffset, roomCategory, type RoomEvent } from '@noroshi/domain';
import { isUndecodable, type RecordedEvent } from '@noroshi/event-sourcing';
import type { Delivery, Translation } from './delivery.js';

/** Every event of a room is told as it is, with its place, and with the message that it is about by its id. */
export function roomDeliveries(epoch: string): Translation<RoomEvent> {
  const translate = (recorded: RecordedEvent<RoomEvent>) =>
    isUndecodable(recorded.event) ? [] : [deliveryOf(recorded, epoch)];
  return {
    category: roomCategory,
    lanes: ['control', 'members', 'talk'],
    needsHistory: false,
    translate,
    again: (recorded) => Promise.resolve(translate(recorded)),
  };
}

function deliveryOf({ event, lane, position, recordedAt }: RecordedEvent<RoomEvent>, epoch: string): Delivery {
  const { type, ...fields } = event;
  const offset = formatOffset(epoch, position);
  return {
    id: `room_${offset}`,
    type,
    roomId: lane.entity,
    at: recordedAt,
    data: { ...fields, ...messageOf(event, position, epoch), roomId: lane.entity, offset },
  };
}

function messageOf(event: RoomEvent, position: number, epoch: string): object {
  if (event.type === 'MessagePosted') return { messageId: formatMessageId(epoch, position) };
  return 'message' in event ? { message: undefined, messageId: formatMessageId(epoch, event.message) } : {};
}

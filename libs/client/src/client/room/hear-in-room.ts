import type { ServerFrame } from '../../wire/server-frame.js';
import { messageOf, timeOf, userOf, type FrameOf } from '../frames.js';
import type { ClientRoom } from './client-room.js';

type Hearing = {
  readonly [T in ServerFrame['type']]?: (room: ClientRoom, frame: FrameOf<T>) => void;
};

/** What each frame means in a room. */
const hearing: Hearing = {
  message(room, frame) {
    room.typists.stopped(frame.userId);
    if (frame.userId !== room.me?.userId) room.counted.said(frame.offset);
    room.said(messageOf(frame));
  },
  messageEdited(room, frame) {
    room.changed(frame);
    const { messageId, content, timestamp } = frame;
    room.listeners.tell('edited', { messageId, content, by: userOf(frame), at: timeOf(timestamp) });
  },
  messageDeleted(room, frame) {
    room.changed(frame);
    room.listeners.tell('deleted', { messageId: frame.messageId, by: userOf(frame), at: timeOf(frame.timestamp) });
  },
  reaction(room, frame) {
    room.changed(frame);
    const { messageId, emoji, removed: isRemoved = false, timestamp } = frame;
    room.listeners.tell('reaction', { messageId, emoji, isRemoved, by: userOf(frame), at: timeOf(timestamp) });
  },
  roomChanged(room, frame) {
    room.about.changed(frame);
    const { change, by, userId, timestamp } = frame;
    room.listeners.tell('changed', { change, by, at: timeOf(timestamp), ...(userId !== undefined && { userId }) });
  },
  memberJoined: (room, frame) => room.people.moved(frame),
  memberLeft(room, frame) {
    room.people.moved(frame);
    room.typists.stopped(frame.userId);
  },
  presence: (room, frame) => room.people.gathered(frame),
  typing: (room, frame) => room.typists.heard(frame),
  read: (room, frame) => room.counted.read(frame),
  signal: (room, { from, userId, data }) => room.listeners.tell('signal', { from, userId, data }),
  broadcast: (room, { data, timestamp }) => room.listeners.tell('broadcast', { data, at: timeOf(timestamp) }),
};

export function hearInRoom(room: ClientRoom, frame: ServerFrame): void {
  (hearing[frame.type] as ((room: ClientRoom, frame: ServerFrame) => void) | undefined)?.(room, frame);
}

import type { RoomEvent } from '@noroshi/domain';
import type { Position } from '@noroshi/event-sourcing';

type Positions = ReadonlyMap<Position, Position>;

/**
 * The event as it belongs into another log, where messages have other positions. Undefined: it is about a message that is not
 * there.
 *
 * @param positions of events in the former log to those in the new one
 */
export function placedAnew(event: RoomEvent, positions: Positions): RoomEvent | undefined {
  switch (event.type) {
    case 'MessagePosted':
      return answering(event, positions);
    case 'MessageEdited':
    case 'MessageDeleted': {
      const { root, ...change } = event;
      const newRoot = root === undefined ? undefined : positions.get(root);
      return about({ ...change, ...(newRoot === undefined ? {} : { root: newRoot }) }, positions);
    }
    case 'ReactionAdded':
    case 'ReactionRemoved':
      return about(event, positions);
    default:
      return event;
  }
}

function about<E extends RoomEvent & { readonly message: Position }>(event: E, positions: Positions): E | undefined {
  const message = positions.get(event.message);
  return message === undefined ? undefined : { ...event, message };
}

/** What answers a message that is not there is kept, as one that answers none. */
function answering(event: Extract<RoomEvent, { type: 'MessagePosted' }>, positions: Positions): RoomEvent {
  const { replyTo, ...post } = event;
  const message = replyTo && positions.get(replyTo.message);
  const root = replyTo && positions.get(replyTo.root);
  if (!replyTo || message === undefined || root === undefined) return post;
  return { ...post, replyTo: { ...replyTo, message, root } };
}

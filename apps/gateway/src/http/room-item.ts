import type { RoomSummary } from '@noroshi/domain';

/** A room as the REST API gives it. */
export const roomItem = ({ roomId, name, ownerId, settings, memberCount, present }: RoomSummary) => ({
  roomId,
  name,
  ownerId,
  settings,
  memberCount,
  present,
});

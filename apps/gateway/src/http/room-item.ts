import type { RoomSummary } from '@noroshi/domain';

/** A room as the REST API gives it. */
export const roomItem = ({ archived, ...room }: RoomSummary) => ({
  ...room,
  ...(archived ? { archived: true as const } : {}),
});

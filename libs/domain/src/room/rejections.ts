/** Every way a room can refuse: the code goes to the client as it is, so the list is part of the protocol. */
export type RoomRejection = (typeof roomRejections)[number];

export const roomRejections = [
  'room_not_found',
  'room_exists',
  'room_archived',
  'room_full',
  'room_private',
  'invalid_name',
  'invalid_settings',
  'invalid_time',
  'banned',
  'muted',
  'not_a_member',
  'forbidden',
  'owner_must_hand_over',
  'user_not_found',
  'message_not_found',
  'not_your_message',
  'invalid_content',
  'invalid_message_type',
  'invalid_emoji',
  'files_not_allowed',
] as const;

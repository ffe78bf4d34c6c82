/** What is done in all rooms together, over the last minutes. Always finite numbers. */
export interface RoomFigures {
  /** Posted within the last minute. */
  readonly messagesPerMinute: number;
  /** Memberships that began within the last minute. */
  readonly joinsPerMinute: number;
  /** Distinct users who did something in a room within the last five minutes. */
  readonly participants: number;
  /** Events within the last five minutes that came too late to be counted in their minute. */
  readonly lateEvents: number;
  /** Public rooms in which most was posted within the last five minutes, the first one most. */
  readonly topRooms: readonly TopRoom[];
}

export interface TopRoom {
  readonly roomId: string;
  readonly name: string;
  readonly messages: number;
}

export const roomFigureNames = [
  'messagesPerMinute',
  'joinsPerMinute',
  'participants',
  'lateEvents',
] as const satisfies readonly (keyof RoomFigures)[];

export type RoomFigureName = (typeof roomFigureNames)[number];

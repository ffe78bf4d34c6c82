/** What happened in one room within one minute, by the log's clock. */
export interface Rollup {
  readonly roomId: string;
  /** When the minute began, in milliseconds since 1970. */
  readonly minute: number;
  /** Posted, also those that were deleted later. */
  readonly messages: number;
  /** Distinct users who posted, edited, deleted, reacted or joined; estimated when there are more than `EXACT_USERS`. */
  readonly activeUsers: number;
  /** Memberships that began. */
  readonly joins: number;
  /** The most people who were present at one moment. */
  readonly peakPresence: number;
}

/** All of it that the events of rooms tell: who is present, the sessions do. */
export type RoomMinute = Omit<Rollup, 'peakPresence'>;

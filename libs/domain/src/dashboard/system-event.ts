/** Something that happened to the product itself. */
export interface SystemEvent {
  /** The same event always has the same one. */
  readonly id: string;
  readonly kind: 'service_up' | 'service_down' | 'gateway_drain' | 'room_opened';
  /** For people. */
  readonly message: string;
  readonly roomId?: string;
  /** Its name, when it is about one. */
  readonly gateway?: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

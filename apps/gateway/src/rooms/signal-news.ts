/** Told on the room's signals channel, from gateway to gateways: for one connection, on whichever of them it lives. */
export interface SignalNews {
  readonly from: string;
  readonly userId: string;
  readonly to: string;
  /** As the sender gave it, such as a WebRTC offer. */
  readonly data: unknown;
}

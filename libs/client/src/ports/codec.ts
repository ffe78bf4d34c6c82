import type { ClientFrame } from '../wire/client-frame.js';
import type { ServerFrame } from '../wire/server-frame.js';

/** How frames become one message of a WebSocket, and back. One message carries one or more frames. */
export interface Codec {
  /** As the server knows it. */
  readonly subprotocol: 'noroshi.v1.json' | 'noroshi.v1.msgpack';
  encode(frames: readonly ClientFrame[]): string | Uint8Array<ArrayBuffer>;
  /** Frames that can't be read are left out. */
  decode(data: string | ArrayBuffer): readonly ServerFrame[];
}

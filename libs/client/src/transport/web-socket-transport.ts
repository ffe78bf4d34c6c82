import type { Codec } from '../ports/codec.js';
import type { Transport, TransportAddress, TransportListener } from '../ports/transport.js';
import type { WebSocketConstructor, WebSocketLike } from '../ports/web-socket.js';

interface Options {
  readonly codec: Codec;
  /** The platform's own by default, looked for when it is needed. */
  readonly webSocket?: WebSocketConstructor | undefined;
}

const NO_CODE = 1006;

/** The native language over `/connect`. The token goes as a subprotocol: a browser can set no header, and addresses are logged. */
export const webSocketTransport = ({ codec, webSocket }: Options): Transport => ({
  name: 'websocket',
  open(address, listener) {
    let isOver = false;
    const end: TransportListener['ended'] = (how) => {
      if (!isOver) listener.ended(how);
      isOver = true;
    };
    const socket = opened(() => new (webSocket ?? platforms())(addressOf(address), protocolsOf(codec, address)));
    if (socket instanceof Error) queueMicrotask(() => end({ code: NO_CODE, reason: socket.message }));
    else {
      socket.binaryType = 'arraybuffer';
      socket.onmessage = ({ data }: { data: string | ArrayBuffer }) => {
        const frames = isOver ? [] : codec.decode(data);
        if (frames.length > 0) listener.frames(frames);
      };
      // An error is always followed by a close, which says more; that of `ws` would be thrown if nobody heard it.
      socket.onerror = () => undefined;
      socket.onclose = ({ code, reason }: { code: number; reason: string }) => end({ code, reason });
    }
    return {
      send: (frames) => socket instanceof Error || socket.send(codec.encode(frames)),
      close() {
        isOver = true;
        if (!(socket instanceof Error)) socket.close();
      },
    };
  },
});

function opened(open: () => WebSocketLike): WebSocketLike | Error {
  try {
    return open();
  } catch (cause) {
    return cause instanceof Error ? cause : new Error('There is no WebSocket', { cause });
  }
}

function platforms(): WebSocketConstructor {
  const { WebSocket: own } = globalThis as { WebSocket?: WebSocketConstructor };
  if (!own) throw new Error('There is no WebSocket here (Node before 22): give one as `webSocket`');
  return own;
}

function addressOf({ url, guestId }: TransportAddress): string {
  const query = guestId === undefined ? '' : `?userId=${encodeURIComponent(guestId)}`;
  return `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/connect${query}`;
}

const protocolsOf = ({ subprotocol }: Codec, { token }: TransportAddress): string[] =>
  token === undefined ? [subprotocol] : [subprotocol, `token.${token}`];

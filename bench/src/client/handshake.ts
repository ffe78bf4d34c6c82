import { createHash, randomBytes } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const END = '\r\n\r\n';

export interface Upgrade {
  readonly request: string;
  /** The bytes after the response, or undefined while it is incomplete. Throws with the status line if refused. */
  readonly accept: (received: Buffer) => Buffer | undefined;
}

export const upgradeTo = (path: string, host: string, headers: Readonly<Record<string, string>> = {}): Upgrade => {
  const key = randomBytes(16).toString('base64');
  const proof = createHash('sha1').update(`${key}${GUID}`).digest('base64');
  return {
    request: [
      `GET ${path} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      `Sec-WebSocket-Key: ${key}${END}`,
    ].join('\r\n'),
    accept(received) {
      const end = received.indexOf(END);
      if (end < 0) return undefined;
      const head = received.toString('latin1', 0, end);
      const status = head.split('\r\n', 1)[0] ?? '';
      if (!status.startsWith('HTTP/1.1 101')) throw new Error(`upgrade refused: ${status}`);
      if (!head.includes(proof)) throw new Error('upgrade answered with a wrong Sec-WebSocket-Accept');
      return received.subarray(end + END.length);
    },
  };
};

import type { ClientFrame, ServerFrame, WebSocketLike } from '@noroshi/client';

const timestamp = new Date(0).toISOString();

/** A WebSocket with a small server behind it: lets everybody into every room, has no history, and says what a test says. */
export class ScriptedSocket implements WebSocketLike {
  static last: ScriptedSocket | undefined;
  binaryType = '';
  readonly asked: ClientFrame[] = [];
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;

  constructor() {
    ScriptedSocket.last = this;
    const me = { userId: 'ann', username: 'Ann' };
    queueMicrotask(() => this.say({ type: 'connection', status: 'connected', connectionId: 'c1', ...me, timestamp }));
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    for (const line of String(data).split('\n')) this.#answer(JSON.parse(line) as ClientFrame);
  }

  close(): void {
    this.onclose?.({ code: 1000, reason: '' } as never);
  }

  say(...frames: readonly ServerFrame[]): void {
    this.onmessage?.({ data: frames.map((frame) => JSON.stringify(frame)).join('\n') } as never);
  }

  #answer(frame: ClientFrame): void {
    this.asked.push(frame);
    const { action, ref } = frame;
    if (ref === undefined) return;
    const done: ServerFrame = { type: 'done', ref, action };
    queueMicrotask(() => this.say(...answerTo(frame, ref), done));
  }
}

function answerTo(frame: ClientFrame, ref: number): readonly ServerFrame[] {
  switch (frame.action) {
    case 'joinRoom': {
      const { roomId } = frame;
      return [{ type: 'joinedRoom', ref, roomId, roomName: roomId, memberCount: 1, timestamp, offset: 'e-1' }];
    }
    case 'members': {
      const members = [{ userId: 'ann', name: 'Ann', role: 'owner', present: true }] as const;
      return [{ type: 'members', ref, roomId: frame.roomId, members, count: 1, present: 1 }];
    }
    case 'history':
      return [{ type: 'history', ref, roomId: frame.roomId, items: [], more: false }];
    default:
      return [];
  }
}

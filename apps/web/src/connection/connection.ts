import type { Credentials, Refused } from '../identity/credentials.js';
import type { ClientFrame } from '../protocol/client-frames.js';
import type { ServerFrame } from '../protocol/frames.js';
import { parseFrame } from '../protocol/parse-frame.js';
import { backoffDelay, reconnectBackoff, type Backoff } from './backoff.js';
import { Heartbeat, heartbeatTiming, type HeartbeatTiming } from './heartbeat.js';
import type { Network } from './network.js';
import { afterClose, type ConnectionStatus } from './status.js';

export interface ConnectionNeeds {
  readonly url: (token: string) => string;
  readonly openSocket: (url: string) => WebSocket;
  readonly credentials: Credentials;
  readonly network: Network;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onStatus: (status: ConnectionStatus) => void;
  readonly backoff?: Backoff;
  readonly heartbeat?: HeartbeatTiming;
}

/** A connection that lasted this long was a working one: the next loss starts counting anew. */
const workingMs = 5_000;
/** A token is taken for refused after so many sockets that never opened: browsers do not show the 401. */
const unopenedBeforeRenewal = 2;

/**
 * One socket of the rooms dialect that is replaced whenever it is lost, until `close` or until the server says not to
 * come back. Frames are delivered in order; nothing is sent later than asked: what is not sent now is the caller's to
 * send again once `connected` is reported.
 */
export class Connection {
  private socket: WebSocket | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly heartbeat: Heartbeat;
  private readonly unwatch: () => void;
  private status: ConnectionStatus = { phase: 'connecting' };
  private failures = 0;
  private unopened = 0;
  private tokenRefused: Refused = 'no';
  private connectedAt: number | undefined;
  private closed = false;

  constructor(private readonly needs: ConnectionNeeds) {
    this.heartbeat = new Heartbeat({
      ...(needs.heartbeat ?? heartbeatTiming),
      ping: () => this.send({ action: 'ping' }),
      dead: () => this.lost(1006),
    });
    this.unwatch = needs.network.watch(() => this.networkChanged());
  }

  open(): void {
    void this.connect();
  }

  /** False when there is no connection to send it on. */
  send(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== 1) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Does not wait for the rest of the back-off. */
  retryNow(): void {
    if (this.status.phase !== 'waiting') return;
    clearTimeout(this.retry);
    void this.connect();
  }

  close(): void {
    this.closed = true;
    this.unwatch();
    clearTimeout(this.retry);
    this.drop();
  }

  private async connect(): Promise<void> {
    this.report({ phase: 'connecting' });
    const answer = await this.needs.credentials.token({ refused: this.tokenRefused });
    if (this.closed) return;
    if (answer.kind === 'ended') {
      this.report({ phase: 'ended', reason: 'signed-out' });
      return;
    }
    if (answer.kind === 'unavailable') {
      this.wait();
      return;
    }
    this.tokenRefused = 'no';
    this.attach(this.needs.openSocket(this.needs.url(answer.token)));
  }

  private attach(socket: WebSocket): void {
    this.socket = socket;
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string') return;
      this.heartbeat.heard();
      const frame = parseFrame(data);
      if (frame?.type === 'connection') this.connected();
      if (frame) this.needs.onFrame(frame);
    };
    // An error is always followed by a close, which says more.
    socket.onclose = ({ code }) => this.lost(code);
    // A server that accepts the socket and then says nothing counts as one that is not there.
    this.heartbeat.probe();
  }

  private connected(): void {
    this.unopened = 0;
    this.connectedAt = Date.now();
    this.report({ phase: 'connected' });
  }

  private lost(code: number): void {
    if (this.connectedAt === undefined) this.unopened += 1;
    else if (Date.now() - this.connectedAt >= workingMs) this.failures = 0;
    this.connectedAt = undefined;
    this.drop();
    const next = afterClose(code);
    if (next === 'end') {
      this.report({ phase: 'ended', reason: 'revoked' });
      return;
    }
    if (next === 'renew') this.tokenRefused = 'yes';
    else if (this.unopened >= unopenedBeforeRenewal) this.tokenRefused = 'maybe';
    this.wait();
  }

  private wait(): void {
    const { backoff = reconnectBackoff, network } = this.needs;
    const delay = backoffDelay(backoff, this.failures, Math.random);
    this.failures += 1;
    this.retry = setTimeout(() => void this.connect(), delay);
    this.report({ phase: 'waiting', retryAt: Date.now() + delay, offline: !network.isOnline() });
  }

  private networkChanged(): void {
    if (this.status.phase === 'connected') this.heartbeat.probe();
    if (this.status.phase !== 'waiting') return;
    if (this.needs.network.isOnline()) this.retryNow();
    else this.report({ ...this.status, offline: true });
  }

  private drop(): void {
    this.heartbeat.stop();
    const socket = this.socket;
    this.socket = undefined;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  private report(status: ConnectionStatus): void {
    this.status = status;
    this.needs.onStatus(status);
  }
}

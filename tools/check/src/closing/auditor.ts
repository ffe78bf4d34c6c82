import type { Frame } from '../client/ledger.js';
import { Wire } from '../client/wire.js';

export interface AuditorOptions {
  readonly url: string;
  readonly token: string;
}

const ANSWER_MS = 15_000;

interface Waiter {
  readonly wants: (frame: Frame) => boolean;
  readonly take: (frame: Frame) => void;
}

/** Comes when the work is done, and looks at everything. */
export class Auditor {
  readonly #wire: Wire;
  readonly #frames: Frame[] = [];
  #waiters: Waiter[] = [];

  private constructor({ url, token }: AuditorOptions) {
    this.#wire = new Wire({ url, token, onFrame: (frame) => this.#receive(frame), onEnd: () => undefined });
  }

  static async connect(options: AuditorOptions): Promise<Auditor> {
    const auditor = new Auditor(options);
    await auditor.#next(({ type }) => type === 'connection');
    return auditor;
  }

  /** Comes into a room as if it had been away since `offset`: everything that the log replays, as it comes. */
  async replay(roomId: string, offset: string): Promise<Frame[]> {
    const from = this.#frames.length;
    const answered = this.#next((frame) => frame.type === 'resumed' && frame['roomId'] === roomId);
    this.#wire.send({ action: 'resume', rooms: [{ roomId, offset }] });
    const answer = await answered;
    if (answer['complete'] !== true)
      throw new Error(`${roomId} is not replayed from its beginning at ${offset}: ${JSON.stringify(answer)}`);
    await this.#caughtUp();
    return this.#frames
      .slice(from)
      .filter(
        (frame) => frame['roomId'] === roomId && frame['messageId'] !== undefined && frame['offset'] !== undefined,
      );
  }

  /** Ids of the users who are in a room now. */
  async present(roomId: string): Promise<Set<string>> {
    const answered = this.#next(
      ({ type, ...frame }) => (type === 'members' || type === 'error') && frame['roomId'] === roomId,
    );
    this.#wire.send({ action: 'members', roomId });
    const members = ((await answered)['members'] ?? []) as { userId: string; present: boolean }[];
    return new Set(members.filter(({ present }) => present).map(({ userId }) => userId));
  }

  close(): void {
    this.#wire.close();
  }

  /** Frames are handled one after the other: what a resume brings has come when the next frame is answered. */
  async #caughtUp(): Promise<void> {
    const answered = this.#next(({ type }) => type === 'pong');
    this.#wire.send({ action: 'ping' });
    await answered;
  }

  #next(wants: (frame: Frame) => boolean): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The auditor got no answer')), ANSWER_MS);
      const take = (frame: Frame) => {
        clearTimeout(timer);
        resolve(frame);
      };
      this.#waiters.push({ wants, take });
    });
  }

  #receive(frame: Frame): void {
    this.#frames.push(frame);
    const waiter = this.#waiters.find(({ wants }) => wants(frame));
    if (!waiter) return;
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
    waiter.take(frame);
  }
}

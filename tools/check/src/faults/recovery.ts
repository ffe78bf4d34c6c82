/** After a kill a room is served again when it accepts a message that was sent after the kill. */
export interface Recovered {
  readonly what: string;
  /** Who led the log may have been killed: the servers that are left let seconds pass before they elect another. */
  readonly election: boolean;
  readonly roomId: string;
  readonly ms: number;
}

export interface Kill {
  readonly what: string;
  readonly election: boolean;
  readonly at: number;
}

interface Waiting extends Kill {
  /** How long something had been paused in all, when it happened. */
  readonly pausedBefore: number;
  readonly left: Set<string>;
}

/**
 * Measures how long rooms are not served. Times are milliseconds since the run began. A pause that a room had to wait for
 * is not counted: whoever is on a gateway that is stopped is not served however soon what was killed is back.
 */
export class Recovery {
  readonly recovered: Recovered[] = [];
  #kills: Waiting[] = [];
  #pauses = 0;
  #pausedSince = 0;
  #pausedMs = 0;

  constructor(private readonly rooms: readonly string[]) {}

  killed(kill: Kill): void {
    const running = this.#pauses > 0 ? kill.at - this.#pausedSince : 0;
    this.#kills.push({ ...kill, pausedBefore: this.#pausedMs + running, left: new Set(this.rooms) });
  }

  pauseBegan(at: number): void {
    if (this.#pauses === 0) this.#pausedSince = at;
    this.#pauses += 1;
  }

  pauseEnded(at: number): void {
    this.#pauses -= 1;
    if (this.#pauses === 0) this.#pausedMs += at - this.#pausedSince;
  }

  accepted({ roomId, sentAt, at }: { readonly roomId: string; readonly sentAt: number; readonly at: number }): void {
    const waiting = this.#kills.filter(({ left }) => left.has(roomId));
    // Whatever else was killed while the others had no leader had to wait for that as well.
    const election = waiting.some((kill) => kill.election);
    for (const kill of waiting) {
      if (sentAt <= kill.at) continue;
      kill.left.delete(roomId);
      const waitedFor = Math.max(0, this.#pausedMs - kill.pausedBefore);
      this.recovered.push({ what: kill.what, election, roomId, ms: at - kill.at - waitedFor });
    }
    this.#kills = this.#kills.filter(({ left }) => left.size > 0);
  }

  /** Kills after which some room has not been served again. */
  get open(): readonly string[] {
    return this.#kills.map(({ what, left }) => `${what}: ${[...left].join(', ')}`);
  }
}

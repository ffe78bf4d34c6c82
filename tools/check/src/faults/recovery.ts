/** After a kill a room is served again when it accepts a message that was sent after the kill. */
export interface Recovered {
  readonly what: string;
  /** Who led the log may have been killed: the servers that are left let seconds pass before they elect another. */
  readonly election: boolean;
  readonly roomId: string;
  readonly ms: number;
}

interface Kill {
  readonly what: string;
  readonly election: boolean;
  readonly at: number;
  readonly left: Set<string>;
}

/** Measures how long rooms are not served. Times are milliseconds since the run began. */
export class Recovery {
  readonly recovered: Recovered[] = [];
  #kills: Kill[] = [];

  constructor(private readonly rooms: readonly string[]) {}

  killed(kill: Omit<Kill, 'left'>): void {
    this.#kills.push({ ...kill, left: new Set(this.rooms) });
  }

  accepted({ roomId, sentAt, at }: { readonly roomId: string; readonly sentAt: number; readonly at: number }): void {
    const waiting = this.#kills.filter(({ left }) => left.has(roomId));
    // Whatever else was killed while the others had no leader had to wait for that as well.
    const election = waiting.some((kill) => kill.election);
    for (const kill of waiting) {
      if (sentAt <= kill.at) continue;
      kill.left.delete(roomId);
      this.recovered.push({ what: kill.what, election, roomId, ms: at - kill.at });
    }
    this.#kills = this.#kills.filter(({ left }) => left.size > 0);
  }

  /** Kills after which some room has not been served again. */
  get open(): readonly string[] {
    return this.#kills.map(({ what, left }) => `${what}: ${[...left].join(', ')}`);
  }
}

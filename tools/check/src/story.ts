export interface StoryEntry {
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly text: string;
}

/** What happened when, for the evidence. */
export class Story {
  readonly #entries: StoryEntry[] = [];
  readonly #startedAt = performance.now();

  constructor(private readonly onEntry: (entry: StoryEntry) => void = () => undefined) {}

  now(): number {
    return performance.now() - this.#startedAt;
  }

  tell(text: string): void {
    const entry = { at: this.now(), text };
    this.#entries.push(entry);
    this.onEntry(entry);
  }

  around(at: number, ms: number): readonly StoryEntry[] {
    return this.#entries.filter((entry) => Math.abs(entry.at - at) <= ms);
  }
}

/** `12.345 s  text` */
export const told = ({ at, text }: StoryEntry): string => `${(at / 1000).toFixed(3).padStart(8)} s  ${text}`;

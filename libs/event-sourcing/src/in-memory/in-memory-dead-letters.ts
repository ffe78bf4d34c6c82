import {
  deadLetterId,
  type Burial,
  type DeadLetter,
  type DeadLetterPage,
  type DeadLetterQuery,
  type DeadLetters,
} from '../dead-letters.js';

/** Dead letters of one process: for tests. */
export class InMemoryDeadLetters implements DeadLetters {
  /** In the order of burial, with its number. */
  private readonly letters = new Map<string, { readonly number: number; readonly letter: DeadLetter }>();
  private burials = 0;

  bury(burial: Burial): Promise<string> {
    const id = deadLetterId(burial);
    this.burials += 1;
    this.letters.delete(id);
    this.letters.set(id, { number: this.burials, letter: { ...burial, id, buriedAt: Date.now() } });
    return Promise.resolve(id);
  }

  find(id: string): Promise<DeadLetter | undefined> {
    return Promise.resolve(this.letters.get(id)?.letter);
  }

  list({ consumer, after = '0', limit }: DeadLetterQuery): Promise<DeadLetterPage> {
    const found = [...this.letters.values()].filter(
      ({ number, letter }) => number > Number(after) && (consumer === undefined || letter.consumer === consumer),
    );
    const page = found.slice(0, limit);
    const items = page.map(({ letter }) => letter);
    return Promise.resolve(found.length > limit ? { items, next: String(page.at(-1)?.number) } : { items });
  }

  remove(id: string): Promise<boolean> {
    return Promise.resolve(this.letters.delete(id));
  }
}

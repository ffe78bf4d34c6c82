import type { Dialect, ServerFrame } from '@noroshi/protocol';

/** An event's bytes per dialect, made once for everybody who gets it, live or in a replay; forgotten with the event. */
export class EncodeOnce {
  readonly #texts = new WeakMap<object, Map<Dialect, string | undefined>>();

  text(dialect: Dialect, frame: ServerFrame): string | undefined {
    if (frame.kind !== 'event') return dialect.encode(frame);
    const texts = this.#texts.get(frame.recorded) ?? new Map<Dialect, string | undefined>();
    this.#texts.set(frame.recorded, texts);
    if (!texts.has(dialect)) texts.set(dialect, dialect.encode(frame));
    return texts.get(dialect);
  }

  /** The first of the frames, about as many characters as asked for, and one at least. */
  texts(dialect: Dialect, frames: readonly ServerFrame[], atMost: number): { texts: string[]; taken: number } {
    const texts: string[] = [];
    let [taken, length] = [0, 0];
    for (const frame of frames) {
      const text = this.text(dialect, frame) ?? '';
      length += text.length;
      if (taken > 0 && length > atMost) break;
      taken += 1;
      if (text !== '') texts.push(text);
    }
    return { texts, taken };
  }
}

import type { Dialect, ServerFrame } from '@noroshi/protocol';

/** Hardly ever more than one language is spoken in a room: a list takes a tenth of the memory of a map, for each event held. */
interface Encoded {
  readonly dialect: Dialect;
  readonly text: string | undefined;
  readonly others: Encoded | undefined;
}

/** An event's bytes per dialect, made once for everybody who gets it, live or in a replay; forgotten with the event. */
export class EncodeOnce {
  readonly #known = new WeakMap<object, Encoded>();

  text(dialect: Dialect, frame: ServerFrame): string | undefined {
    const key = frame.kind === 'event' ? frame.recorded : frame;
    const others = this.#known.get(key);
    for (let known = others; known; known = known.others) if (known.dialect === dialect) return known.text;
    const text = dialect.encode(frame);
    this.#known.set(key, { dialect, text, others });
    return text;
  }

  /** Of the first of the frames: about as many characters as asked for, and one frame at least. */
  texts(dialect: Dialect, frames: readonly ServerFrame[], atMost: number): (string | undefined)[] {
    const texts: (string | undefined)[] = [];
    let length = 0;
    for (const frame of frames) {
      const text = this.text(dialect, frame);
      length += text?.length ?? 0;
      if (texts.length > 0 && length > atMost) break;
      texts.push(text);
    }
    return texts;
  }
}

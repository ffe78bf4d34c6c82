/** How far something long is, shown while it runs. */
export interface Progress {
  /** @param done 0 to 1 */
  show(name: string, done: number): void;
  /** Takes it away again; what was said stays. */
  end(): void;
}

export interface Terminal {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly write: (text: string) => void;
}

const SHOWN = 30;

/** A bar that draws over itself at a terminal; nothing where the output goes to a file or a program. */
export function createProgress({ isTTY, columns, write }: Terminal): Progress {
  if (!isTTY) return { show: () => undefined, end: () => undefined };
  let last = '';
  return {
    show: (name, done) => {
      const line = barOf(name, done, columns);
      if (line !== last) write(`\r\u001b[K${line}`);
      last = line;
    },
    end: () => {
      if (last !== '') write('\r\u001b[K');
      last = '';
    },
  };
}

export function barOf(name: string, done: number, columns: number): string {
  const share = Math.min(1, Math.max(0, done));
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const width = Math.max(5, Math.min(SHOWN, columns - name.length - percent.length - 4));
  const full = Math.floor(share * width);
  return `${name} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${percent}`;
}

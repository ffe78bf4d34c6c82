import { noteworthy } from './log-line.js';
import { readFrom, sizeOf } from './log-file.js';

const POLL_MS = 200;

/** Passes on what is noteworthy in a log as it grows, from now on; returns the function that ends it. */
export const followLog = (file: string, show: (line: string) => void): (() => void) => {
  let offset = sizeOf(file);
  let rest = '';
  const read = () => {
    const size = sizeOf(file);
    // The log was put aside, and this is a new one.
    if (size < offset) offset = 0;
    if (size === offset) return;
    const bytes = readFrom(file, offset);
    offset += bytes.length;
    const lines = (rest + bytes.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const words = noteworthy(line);
      if (words !== undefined) show(words);
    }
  };
  const timer = setInterval(read, POLL_MS);
  return () => {
    clearInterval(timer);
    read();
  };
};

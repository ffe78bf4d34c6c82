import { closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_BYTES = 16 * 1024 * 1024;
const TAIL_BYTES = 16 * 1024;

/**
 * Opens a child's log for appending; one that has grown large is first put aside as `.1`. The child writes to the file
 * itself and not through a pipe of ours, so it can finish its drain when we are gone.
 */
export const openLog = (file: string): number => {
  mkdirSync(dirname(file), { recursive: true });
  if (sizeOf(file) > MAX_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
};

export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

export const readFrom = (file: string, from: number): Buffer => {
  const fd = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, sizeOf(file) - from));
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, from));
  } finally {
    closeSync(fd);
  }
};

export const lastLines = (file: string, count: number): string[] => {
  const size = sizeOf(file);
  if (size === 0) return [];
  const lines = readFrom(file, Math.max(0, size - TAIL_BYTES))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  return lines.slice(-count);
};

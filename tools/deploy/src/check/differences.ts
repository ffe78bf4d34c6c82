import type { Stored } from './stored.js';

/** Where two stores do not hold the same posts in the same order: one sentence for each room. */
export function differences(truth: Stored, [name, copy]: readonly [string, Stored]): string[] {
  const rooms = [...new Set([...Object.keys(truth), ...Object.keys(copy)])];
  return rooms.flatMap((room) =>
    difference(truth[room] ?? [], copy[room] ?? []).map((text) => `${name}: ${room} ${text}`),
  );
}

function difference(truth: readonly number[], copy: readonly number[]): string[] {
  const [known, found] = [new Set(truth), new Set(copy)];
  const missing = truth.filter((position) => !found.has(position));
  const strange = copy.filter((position) => !known.has(position));
  if (missing.length > 0) return [`lacks ${missing.length} of ${truth.length}, first ${String(missing[0])}`];
  if (strange.length > 0) return [`has ${strange.length} that the log has not, first ${String(strange[0])}`];
  if (copy.length !== found.size) return [`has ${copy.length - found.size} twice`];
  return truth.some((position, index) => copy[index] !== position) ? ['has them in another order'] : [];
}

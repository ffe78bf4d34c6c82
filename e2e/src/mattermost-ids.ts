import { createHash } from 'node:crypto';

/** What a Mattermost client is told as the id of somebody or of a room: written a second time, since clients keep it. */
export function shortIdOf(id: string): string {
  if (/^[a-z0-9]{26}$/.test(id)) return id;
  const digest = createHash('sha256').update(id).digest();
  const bits = Array.from(digest, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: 26 }, (_, index) =>
    'abcdefghijklmnopqrstuvwxyz234567'.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  ).join('');
}

import type { CSSProperties } from 'react';

/** FNV-1a, for short ids that differ by little must not come out alike. Degrees. */
function hue(userId: string): number {
  let hash = 0x811c9dc5;
  for (const character of userId) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0) % 360;
}

const initials = (name: string): string =>
  name
    .split(/[\s._-]+/u)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0x2022).toUpperCase())
    .join('');

interface Props {
  readonly userId: string;
  readonly name: string;
}

/** Says nothing that the name beside it does not. The colour goes with the id, so namesakes differ. */
export function Avatar({ userId, name }: Props) {
  const style = { '--hue': hue(userId) } as CSSProperties;
  return (
    <span className="avatar" style={style} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

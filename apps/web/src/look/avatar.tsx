import type { CSSProperties } from 'react';

function hue(userId: string): number {
  let sum = 0;
  for (const character of userId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return sum;
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

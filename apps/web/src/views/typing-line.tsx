import type { People } from '../room/people.js';

interface Props {
  readonly people: People;
  readonly userId: string;
}

function sentence(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return `${first} is typing`;
  return names.length === 2
    ? `${first} and ${second} are typing`
    : `${first} and ${names.length - 1} others are typing`;
}

export function TypingLine({ people, userId }: Props) {
  const names = [...people.typing].filter(([id]) => id !== userId).map(([, { name }]) => name);
  return (
    <p className="typing" role="status" data-testid="typing">
      {names.length > 0 && (
        <>
          <span className="typing-embers" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {sentence(names)}
        </>
      )}
    </p>
  );
}

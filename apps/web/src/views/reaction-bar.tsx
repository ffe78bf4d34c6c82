import type { Reactions } from '../protocol/frames.js';
import type { Person } from '../room/people.js';
import { Emoji, emojiName } from './emoji.js';

interface Props {
  readonly reactions: Reactions;
  readonly userId: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly onReact: (emoji: string) => void;
}

export function ReactionBar({ reactions, userId, people, onReact }: Props) {
  const nameOf = (id: string): string => (id === userId ? 'you' : (people.get(id)?.name ?? id));
  return (
    <ul className="reactions" aria-label="Reactions">
      {[...reactions].map(([emoji, users]) => (
        <li key={emoji}>
          <button
            type="button"
            className="reaction"
            data-testid="reaction"
            aria-pressed={users.includes(userId)}
            aria-label={`${emojiName(emoji)}: ${users.length}`}
            title={users.map(nameOf).join(', ')}
            onClick={() => onReact(emoji)}
          >
            <Emoji emoji={emoji} />
            <span>{users.length}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

import type { Message } from '@noroshi/client';
import { usePresence } from '@noroshi/react';
import { useTexts } from '../../i18n/use-texts.js';
import { Emoji, emojiName } from '../../look/emoji.js';
import { texts as lookTexts } from '../../look/texts.js';
import { useMe } from '../me.js';
import { useStanding } from '../room/standing.js';
import { texts } from '../texts.js';
import type { MessageDeeds } from './message-deeds.js';

interface Props {
  readonly message: Message;
  readonly deeds: MessageDeeds;
}

export function ReactionBar({ message, deeds }: Props) {
  const reactions = Object.entries(message.reactions);
  return reactions.length > 0 && <Reactions {...{ message, deeds, reactions }} />;
}

interface ReactionsProps extends Props {
  readonly reactions: readonly (readonly [string, readonly string[]])[];
}

function Reactions({ message, deeds, reactions }: ReactionsProps) {
  const said = useTexts(texts);
  const { emoji: names } = useTexts(lookTexts);
  const me = useMe();
  const { people } = usePresence(message.roomId);
  const { members, isArchived } = useStanding();
  const nameOf = (id: string): string =>
    id === me.userId ? said.you : ([...people, ...members].find(({ userId }) => userId === id)?.name ?? id);
  return (
    <ul className="reactions" aria-label={said.reactions}>
      {reactions.map(([emoji, users]) => (
        <li key={emoji}>
          <button
            type="button"
            className="reaction"
            data-testid="reaction"
            aria-pressed={users.includes(me.userId)}
            aria-label={`${emojiName(emoji, names)}: ${users.length}`}
            title={users.map(nameOf).join(', ')}
            disabled={isArchived}
            onClick={() => deeds.react(message, emoji)}
          >
            <Emoji emoji={emoji} />
            <span>{users.length}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

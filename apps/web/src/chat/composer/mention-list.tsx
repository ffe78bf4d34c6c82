import type { Room } from '@noroshi/client';
import { usePresence } from '@noroshi/react';
import { useState, type KeyboardEvent } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { Avatar } from '../../look/avatar.js';
import { texts } from '../texts.js';
import { begunMention, mayMean, type Completion } from './complete-mention.js';

const most = 6;

interface Options {
  readonly room: Room;
  readonly text: string;
}

/** Who may be meant by what is typed behind an `@`: of those who are here. */
export function useMentions({ room, text }: Options) {
  const { people } = usePresence(room);
  const [given, setGiven] = useState<string>();
  const [chosen, setChosen] = useState(0);
  const begun = begunMention(text);
  const offered = begun === undefined || given === text ? [] : mayMean(begun, people, most);
  const index = Math.min(chosen, offered.length - 1);

  /** @returns whether the key was for the list */
  const onKeyDown = (event: KeyboardEvent, pick: (completion: Completion) => void): boolean => {
    const current = offered[index];
    if (!current) return false;
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => setChosen((index + 1) % offered.length),
      ArrowUp: () => setChosen((index + offered.length - 1) % offered.length),
      Enter: () => pick(current),
      Tab: () => pick(current),
      Escape: () => setGiven(text),
    };
    const meant = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!meant) return false;
    event.preventDefault();
    event.stopPropagation();
    meant();
    return true;
  };
  return { offered, index, onKeyDown };
}

interface Props {
  readonly mentions: ReturnType<typeof useMentions>;
  readonly onPick: (completion: Completion) => void;
}

export function MentionList({ mentions: { offered, index }, onPick }: Props) {
  const said = useTexts(texts);
  if (offered.length === 0) return null;
  return (
    <ul className="mention-list" role="listbox" aria-label={said.hereTitle}>
      {offered.map((person, at) => (
        <li
          key={person.userId}
          role="option"
          aria-selected={at === index}
          // The text box keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(person)}
        >
          <Avatar userId={person.userId} name={person.name} />
          <bdi>{person.name}</bdi>
          <span className="person-note">@{person.userId}</span>
        </li>
      ))}
    </ul>
  );
}

import type { Room } from '@noroshi/client';
import { usePresence } from '@noroshi/react';
import { useState, type KeyboardEvent } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { Avatar } from '../../look/avatar.js';
import { useStanding } from '../room/standing.js';
import { texts } from '../texts.js';
import { begunMention, mayMean, type Completion } from './complete-mention.js';

const most = 6;
/** As the server reads it. */
const wholeRoom = 'room';

interface Options {
  readonly room: Room;
  readonly text: string;
}

/** Who may be meant by what is typed behind an `@`: those who are here, then the other members, then all of them. */
export function useMentions({ room, text }: Options) {
  const said = useTexts(texts);
  const { people } = usePresence(room);
  const { members } = useStanding();
  const [given, setGiven] = useState<string>();
  const [chosen, setChosen] = useState(0);
  const begun = begunMention(text);
  const everybody = (): readonly Completion[] => [
    ...people,
    ...members.filter((member) => !people.some(({ userId }) => userId === member.userId)),
    { userId: wholeRoom, name: said.everybody },
  ];
  const offered = begun === undefined || given === text ? [] : mayMean(begun, everybody(), most);
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
    <ul className="mention-list" role="listbox" aria-label={said.mentionWhom}>
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
          <bdi className="person-name">{person.name}</bdi>
          <span className="person-note">@{person.userId}</span>
        </li>
      ))}
    </ul>
  );
}

import type { Person } from '../room/people.js';
import { Avatar } from '../look/avatar.js';
import { CloseIcon } from '../look/icons.js';

interface Props {
  readonly people: readonly Person[];
  readonly userId: string;
  readonly onClose: () => void;
}

export function PeoplePanel({ people, userId, onClose }: Props) {
  return (
    <aside className="people" aria-labelledby="people-title">
      <header className="people-head">
        <h2 id="people-title">Here now</h2>
        <button type="button" className="icon-button people-close" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <ul className="people-list" data-testid="people">
        {people.map((person) => (
          <li key={person.userId} className="person">
            <Avatar userId={person.userId} name={person.name} />
            <bdi className="person-name">{person.name}</bdi>
            <PersonNote person={person} isMe={person.userId === userId} />
          </li>
        ))}
      </ul>
    </aside>
  );
}

function PersonNote({ person, isMe }: { readonly person: Person; readonly isMe: boolean }) {
  if (person.role !== 'member') return <span className="person-note">{person.role}</span>;
  return isMe ? <span className="person-note">you</span> : null;
}

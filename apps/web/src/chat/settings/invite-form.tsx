import type { Rest } from '@noroshi/client';
import { useId, useState, type SubmitEvent } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { roomLink } from '../room-link.js';
import { texts } from './texts.js';
import { roomAddress } from './room-form.js';

interface Props {
  readonly rest: Rest;
  readonly roomId: string;
  readonly tell: (work: Promise<unknown>) => void;
}

export function InviteForm({ rest, roomId, tell }: Props) {
  const said = useTexts(texts);
  const invite = (userId: string) => rest.request('POST', `${roomAddress(roomId)}/members`, { userId });
  return (
    <section className="form-section">
      <h3>{said.invite}</h3>
      <p className="hint">{said.inviteHint}</p>
      <input
        readOnly
        aria-label={said.copyLink}
        data-testid="room-link"
        value={roomLink(roomId)}
        onFocus={(event) => event.target.select()}
      />
      <UserForm label={said.inviteUser} verb={said.inviteSend} done={said.invited} work={invite} tell={tell} />
    </section>
  );
}

export function UnbanForm({ rest, roomId, tell }: Props) {
  const said = useTexts(texts);
  const unban = (userId: string) => rest.request('DELETE', `${roomAddress(roomId)}/bans/${encodeURIComponent(userId)}`);
  return (
    <section className="form-section">
      <UserForm label={said.banned} verb={said.unban} done={said.unbanned} work={unban} tell={tell} />
    </section>
  );
}

interface UserFormProps {
  readonly label: string;
  readonly verb: string;
  readonly done: (userId: string) => string;
  readonly work: (userId: string) => Promise<unknown>;
  readonly tell: (work: Promise<unknown>) => void;
}

function UserForm({ label, verb, done, work, tell }: UserFormProps) {
  const id = useId();
  const [userId, setUserId] = useState('');
  const [told, setTold] = useState<string>();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setTold(undefined);
    const finish = (): void => {
      setTold(done(userId));
      setUserId('');
    };
    tell(work(userId.trim()).then(finish));
  };
  return (
    <form className="form-line" onSubmit={submit}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        autoComplete="off"
        maxLength={128}
        value={userId}
        onChange={(event) => setUserId(event.target.value)}
      />
      <button type="submit" className="quiet framed" disabled={userId.trim() === ''}>
        {verb}
      </button>
      <span role="status" className="form-told">
        {told}
      </span>
    </form>
  );
}

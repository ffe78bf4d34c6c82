import type { Rest, RoomInfo } from '@noroshi/client';
import { useState, type SubmitEvent } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { texts } from './texts.js';

interface Props {
  readonly rest: Rest;
  readonly roomId: string;
  readonly info: RoomInfo;
  readonly tell: (work: Promise<unknown>) => void;
}

export const roomAddress = (roomId: string): string => `/rooms/${encodeURIComponent(roomId)}`;

/** Name and rules, for those who may change them. */
export function RoomForm({ rest, roomId, info, tell }: Props) {
  const said = useTexts(texts);
  const [name, setName] = useState(info.name);
  const [settings, setSettings] = useState(info.settings);
  const [isSaved, setIsSaved] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setIsSaved(false);
    tell(rest.request('PATCH', roomAddress(roomId), { name: name.trim(), settings }).then(() => setIsSaved(true)));
  };
  return (
    <form className="form" onSubmit={submit}>
      <label>
        {said.name}
        <input required maxLength={128} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        {said.maxMembers}
        <input
          type="number"
          required
          min={1}
          max={100_000}
          value={settings.maxMembers}
          onChange={(event) => setSettings({ ...settings, maxMembers: event.target.valueAsNumber || 1 })}
        />
      </label>
      <Check
        label={said.isPublic}
        isChecked={settings.isPublic}
        onChange={(isPublic) => setSettings({ ...settings, isPublic })}
      />
      <Check
        label={said.allowFiles}
        isChecked={settings.allowFileSharing}
        onChange={(allowFileSharing) => setSettings({ ...settings, allowFileSharing })}
      />
      <div className="form-foot">
        <span role="status">{isSaved && said.saved}</span>
        <button type="submit" className="primary" disabled={name.trim() === ''}>
          {said.save}
        </button>
      </div>
    </form>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

function Check({ label, isChecked, onChange }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={isChecked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

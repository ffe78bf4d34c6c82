import type { Room } from '@noroshi/client';
import { useState, type SubmitEvent } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { CloseIcon } from '../../look/icons.js';
import { PlainText } from '../../markdown/plain-text.js';
import { navigate } from '../../shell/location.js';
import { roomPath } from '../room-link.js';
import { texts } from '../texts.js';
import { useTimes } from '../time.js';
import { useSearch, type Found } from './use-search.js';

export interface SearchPanelProps {
  readonly room: Room;
  readonly roomName: string;
  readonly onJump: (jump: { readonly offset: string }) => void;
  readonly onClose: () => void;
}

export function SearchPanel({ room, roomName, onJump, onClose }: SearchPanelProps) {
  const said = useTexts(texts);
  const [words, setWords] = useState('');
  const [isEverywhere, setIsEverywhere] = useState(false);
  const search = useSearch();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (words.trim()) search.start({ words: words.trim(), roomId: isEverywhere ? undefined : room.id });
  };
  const go = ({ roomId, messageId, offset }: Found): void => {
    if (roomId === room.id) onJump({ offset });
    else navigate(roomPath(roomId, messageId));
  };
  return (
    <aside className="side" aria-labelledby="search-title">
      <header className="side-head">
        <h2 id="search-title">{said.searchIn(roomName)}</h2>
        <button type="button" className="icon-button" aria-label={said.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <form className="search-form" role="search" onSubmit={submit}>
        <input
          type="search"
          aria-label={said.shortcuts.search}
          placeholder={said.search}
          autoFocus
          maxLength={256}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <label className="check">
          <input type="checkbox" checked={isEverywhere} onChange={(event) => setIsEverywhere(event.target.checked)} />
          {said.searchAll}
        </label>
      </form>
      <Results search={search} onGo={go} />
    </aside>
  );
}

interface ResultsProps {
  readonly search: ReturnType<typeof useSearch>;
  readonly onGo: (found: Found) => void;
}

function Results({ search: { state, older }, onGo }: ResultsProps) {
  const said = useTexts(texts);
  const times = useTimes();
  return (
    <div className="side-body">
      <p className="sidebar-hint" role="status">
        {state.phase === 'searching' && said.searching}
        {state.phase === 'found' && said.found(state.found.length)}
        {state.phase === 'failed' && state.reason}
      </p>
      <ul className="results" data-testid="results">
        {state.found.map((found) => (
          <li key={found.messageId}>
            <button type="button" className="result" onClick={() => onGo(found)}>
              <span className="result-head">
                <bdi>{found.name}</bdi>
                <time>{times.brief(found.at, Date.now())}</time>
              </span>
              <span className="result-text">
                <PlainText text={found.content} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {state.previous !== undefined && (
        <button type="button" className="quiet" onClick={older}>
          {said.olderResults}
        </button>
      )}
    </div>
  );
}

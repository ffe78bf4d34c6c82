import type { Room } from '@noroshi/client';
import { useRooms } from '@noroshi/react';
import { useState, type SubmitEvent } from 'react';
import { useTexts } from '../../i18n/use-texts.js';
import { FoundWords } from '../../markdown/found-words.js';
import { useReason } from '../../refusals/use-reason.js';
import { navigate } from '../../shell/location.js';
import { useIsNarrow } from '../../shell/use-is-narrow.js';
import { roomPath } from '../room-link.js';
import { SidePanel } from '../side-panel.js';
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
  const isNarrow = useIsNarrow();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (words.trim()) search.start({ words: words.trim(), roomId: isEverywhere ? undefined : room.id });
  };
  const go = ({ roomId, messageId, offset }: Found): void => {
    if (roomId !== room.id) return navigate(roomPath(roomId, messageId));
    onJump({ offset });
    // It would cover what was found.
    if (isNarrow) onClose();
  };
  return (
    <SidePanel title={said.searchIn(roomName)} onClose={onClose}>
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
      <Results roomId={room.id} search={search} onGo={go} />
    </SidePanel>
  );
}

interface ResultsProps {
  /** Of the open room: where the others are is told. */
  readonly roomId: string;
  readonly search: ReturnType<typeof useSearch>;
  readonly onGo: (found: Found) => void;
}

function Results({ roomId, search: { state, older }, onGo }: ResultsProps) {
  const said = useTexts(texts);
  const reason = useReason();
  const times = useTimes();
  const { items: rooms } = useRooms();
  const elsewhere = (found: Found): string | undefined =>
    found.roomId === roomId ? undefined : (rooms.find((one) => one.roomId === found.roomId)?.name ?? found.roomId);
  return (
    <div className="side-body">
      <p className="sidebar-hint" role="status">
        {state.phase === 'searching' && said.searching}
        {state.phase === 'found' && said.found(state.found.length)}
        {state.refusal && reason(state.refusal)}
      </p>
      <ul className="results" data-testid="results">
        {state.found.map((found) => (
          <li key={found.messageId}>
            <button type="button" className="result" onClick={() => onGo(found)}>
              <span className="result-head">
                <span className="result-whence">
                  <bdi>{found.name}</bdi>
                  {elsewhere(found) !== undefined && (
                    <>
                      {' · '}
                      <bdi>{elsewhere(found)}</bdi>
                    </>
                  )}
                </span>
                <time>{times.brief(found.at, Date.now())}</time>
              </span>
              <span className="result-text">
                <FoundWords text={found.content} words={state.words} />
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

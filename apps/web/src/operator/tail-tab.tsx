import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { useReason } from '../refusals/use-reason.js';
import type { TailFrame } from './operator-api.js';
import { keyOf } from './tail.js';
import { texts } from './texts.js';
import { useFormats } from './use-formats.js';
import { useOperatorApi } from './use-operator-api.js';
import { useTail } from './use-tail.js';

export function TailTab() {
  const said = useTexts(texts).tail;
  const reason = useReason();
  const [wish, setWish] = useState('');
  const [roomId, setRoomId] = useState<string>();
  const { lines, error } = useTail(useOperatorApi(), roomId);
  const listen = (event: SubmitEvent): void => {
    event.preventDefault();
    if (wish !== '') setRoomId(wish);
  };
  return (
    <>
      <p className="op-lead">{said.about}</p>
      <form className="op-filters" onSubmit={listen}>
        <label>
          <span>{said.room}</span>
          <input value={wish} onChange={({ target }) => setWish(target.value)} autoComplete="off" />
        </label>
        <button type="submit" className="primary" disabled={wish === '' || wish === roomId}>
          {said.listen}
        </button>
        {roomId !== undefined && (
          <button type="button" className="quiet" onClick={() => setRoomId(undefined)}>
            {said.stop}
          </button>
        )}
      </form>
      {error !== undefined && (
        <p className="failure" role="alert">
          {said.refused(reason(error))}
        </p>
      )}
      {roomId !== undefined && error === undefined && <Lines roomId={roomId} lines={lines} />}
    </>
  );
}

/** Whoever has scrolled up reads: the end does not pull them away. */
const NEAR_END_PX = 40;

function Lines({ roomId, lines }: { readonly roomId: string; readonly lines: readonly TailFrame[] }) {
  const said = useTexts(texts).tail;
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const { current } = box;
    if (current && isAtEnd.current) current.scrollTop = current.scrollHeight;
  }, [lines]);
  const note = (): void => {
    const { current } = box;
    if (current) isAtEnd.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END_PX;
  };
  return (
    <div ref={box} className="op-tail" role="log" aria-label={said.lines(roomId)} tabIndex={0} onScroll={note}>
      {lines.length === 0 && <p className="hint">{said.quiet}</p>}
      {lines.map((line) => (
        <Line key={keyOf(line)} line={line} />
      ))}
      <p className="op-listening">
        <span className="ember-dot" aria-hidden="true" /> {said.listening}
      </p>
    </div>
  );
}

function Line({ line }: { readonly line: TailFrame }) {
  const said = useTexts(texts).tail;
  const { clock } = useFormats();
  const { type, username = '', content = '', emoji = '', timestamp } = line;
  const deeds: Readonly<Record<string, string>> = {
    messageEdited: said.edited,
    messageDeleted: said.deleted,
    reaction: said.reacted(emoji),
  };
  return (
    <p className="op-line" data-testid="tail-line">
      {timestamp !== undefined && <time dateTime={timestamp}>{clock(timestamp)}</time>}
      <strong>{username}</strong>
      {type !== 'message' && <em>{deeds[type]}</em>}
      <span>{content}</span>
    </p>
  );
}

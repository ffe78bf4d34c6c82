import { useEffect, useState } from 'react';
import type { RoomState } from '../room/room-state.js';

interface Props {
  readonly state: RoomState;
  readonly onRetry: () => void;
}

type Health = 'connected' | 'connecting' | 'reconnecting' | 'offline';

/** Connected means: the room answers, so what is typed now goes out now. */
function healthOf({ status, admission }: RoomState): Health {
  if (status.phase === 'waiting') return status.offline ? 'offline' : 'reconnecting';
  if (status.phase === 'connected' && admission.kind !== 'asking') return 'connected';
  return 'connecting';
}

const words: Readonly<Record<Health, string>> = {
  connected: 'Connected',
  connecting: 'Connecting …',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
};

export function ConnectionBadge({ state, onRetry }: Props) {
  const health = healthOf(state);
  const { status } = state;
  return (
    <div className="badge" data-health={health} data-testid="connection-status">
      <span className="badge-dot" aria-hidden="true" />
      <span className="badge-words" role="status">
        {words[health]}
      </span>
      {status.phase === 'waiting' && (
        <>
          {!status.offline && <Countdown until={status.retryAt} />}
          <button type="button" className="link-button" onClick={onRetry}>
            Try now
          </button>
        </>
      )}
    </div>
  );
}

/** Not part of the announced words: nobody wants to hear every second. */
function Countdown({ until }: { readonly until: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1_000));
  return <span aria-hidden="true">in {seconds} s</span>;
}

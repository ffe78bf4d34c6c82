import { useClient, useConnection, useLive } from '@noroshi/react';
import { useEffect, useState } from 'react';
import type { Connection } from '@noroshi/react';
import { useTexts } from '../i18n/use-texts.js';
import { texts } from './texts.js';

type Health = 'connected' | 'connecting' | 'reconnecting' | 'offline';

export function healthOf(connection: Pick<Connection, 'phase'> & { readonly isOnline?: boolean }): Health {
  switch (connection.phase) {
    case 'connected':
      return 'connected';
    case 'connecting':
      return 'connecting';
    case 'waiting':
      return connection.isOnline === false ? 'offline' : 'reconnecting';
    case 'closed':
      return 'offline';
  }
}

/** What is true of the connection now: whether there is one, when the next attempt is, and what has not gone out yet. */
export function ConnectionBadge() {
  const { connection: said } = useTexts(texts);
  const connection = useConnection();
  const unsent = useLive(useClient().unsent);
  const health = healthOf(connection);
  return (
    <div className="badge" data-health={health} data-testid="connection-status">
      <span className="badge-dot" aria-hidden="true" />
      <span className="badge-words" role="status">
        {said[health]}
      </span>
      {health === 'reconnecting' && connection.phase === 'waiting' && <Countdown until={connection.retryAt} />}
      {unsent > 0 && health !== 'connected' && <span className="badge-unsent">{said.unsent(unsent)}</span>}
      {connection.phase === 'waiting' && (
        <button type="button" className="link-button" onClick={connection.retryNow}>
          {said.tryNow}
        </button>
      )}
    </div>
  );
}

/** Not part of the announced words: nobody wants to hear every second. */
function Countdown({ until }: { readonly until: number }) {
  const { connection: said } = useTexts(texts);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return <span aria-hidden="true">{said.inSeconds(Math.max(0, Math.ceil((until - now) / 1_000)))}</span>;
}

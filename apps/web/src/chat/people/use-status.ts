import type { UserStatus } from '@noroshi/client';
import { useClient } from '@noroshi/react';
import { useEffect, useState } from 'react';
import { asFields, text } from '../../json/fields.js';

const statuses: readonly UserStatus[] = ['online', 'away', 'dnd', 'offline'];
const refreshMs = 45_000;

function statusOf(body: unknown): UserStatus | undefined {
  const status = text(asFields(body) ?? {}, 'status');
  return statuses.find((known) => known === status);
}

/** How somebody is over all of their connections, asked now and again while shown. Until it is known: as the room has it. */
export function useStatus(userId: string, isPresent: boolean): UserStatus {
  const { rest } = useClient();
  const [status, setStatus] = useState<UserStatus>();
  useEffect(() => {
    let isWanted = true;
    const read = (): void => {
      if (document.visibilityState !== 'visible') return;
      rest.request('GET', `/users/${encodeURIComponent(userId)}/presence`).then(
        (body) => {
          if (isWanted) setStatus(statusOf(body));
        },
        () => undefined,
      );
    };
    read();
    const timer = setInterval(read, refreshMs);
    return () => {
      isWanted = false;
      clearInterval(timer);
    };
  }, [rest, userId, isPresent]);
  return status ?? (isPresent ? 'online' : 'offline');
}

import { channels } from '@noroshi/domain';
import type { Hub } from '@noroshi/hub';
import type { Links } from './compose-links.js';
import type { Sessions } from './compose-sessions.js';
import { heedMemberships } from './sessions/membership-news.js';
import { tellReads } from './sessions/read-news.js';
import { tellStatuses } from './sessions/status-news.js';

export interface NewsParts extends Pick<Links, 'nats' | 'broadcast' | 'epoch'> {
  readonly hub: Hub;
  readonly sessions: Sessions;
}

/** Everything that this gateway hears from the others and from the services, besides what happens in rooms. */
export async function heedNews({ hub, sessions, ...links }: NewsParts): Promise<{ close(): void }> {
  const { identification, following, openRooms, notificationFeed, handovers } = sessions;
  const listening = await Promise.all([
    links.broadcast.listen(channels.verified, (news) => identification.verifiedElsewhere(userOf(news))),
    tellReads({ hub, ...links }),
    tellStatuses({ hub, ...links }),
    heedMemberships({ following, ...links }),
  ]);
  return { close: () => [...listening, openRooms, notificationFeed, handovers].forEach((each) => each.close()) };
}

const userOf = (news: unknown): string => (news as { userId: string }).userId;

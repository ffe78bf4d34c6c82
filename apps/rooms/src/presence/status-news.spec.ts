import { InMemoryPresenceRegistry, type ChosenStatus, type GatewayEvent, type StatusNotice } from '@noroshi/domain';
import { StatusNews } from './status-news.js';

type Unnumbered<E> = E extends unknown ? Omit<E, 'run' | 'change'> : never;

const ann = { id: 'ann', name: 'Ann', guest: false };
const opened = (connectionId: string): Unnumbered<GatewayEvent> => ({
  type: 'SessionOpened',
  connection: { connectionId, user: ann, userAgent: '', address: '', connectedAt: 0 },
});
const about = (type: 'SessionClosed' | 'SessionIdled' | 'SessionWoke', connectionId: string) =>
  ({ type, connectionId, user: ann }) as const;

function scene() {
  const registry = new InMemoryPresenceRegistry();
  const heard: StatusNotice[] = [];
  const chosen = { status: 'online' as ChosenStatus };
  const news = new StatusNews({
    registry,
    statuses: { of: () => chosen.status },
    tell: (notice) => void heard.push(notice),
  });
  let change = 0;
  let epoch = 1;
  const happen = (...events: readonly Unnumbered<GatewayEvent>[]) => {
    for (const event of events) {
      change += 1;
      const numbered = { ...event, run: { gateway: 'g', epoch }, change } as GatewayEvent;
      registry.apply(numbered);
      news.follow(numbered);
    }
  };
  const restart = () => {
    epoch += 1;
    change = 0;
  };
  happen({ type: 'GatewayStarted' }, { type: 'GatewayIntroduced' });
  return { news, heard, happen, restart, chosen, statuses: () => heard.map(({ status }) => status) };
}

it('tells who comes, falls idle, wakes and goes, over all connections', () => {
  const { news, happen, heard, statuses } = scene();
  news.begin();
  happen(opened('one'), opened('two'), about('SessionIdled', 'one'));
  expect(heard).toEqual([{ userId: 'ann', status: 'online' }]);
  happen(about('SessionIdled', 'two'), about('SessionWoke', 'one'), about('SessionClosed', 'one'));
  happen(about('SessionClosed', 'two'));
  expect(statuses()).toEqual(['online', 'away', 'online', 'away', 'offline']);
});

it('tells nothing of what happened before it began', () => {
  const { news, happen, statuses } = scene();
  happen(opened('one'));
  news.begin();
  happen(opened('two'), about('SessionClosed', 'two'));
  expect(statuses()).toEqual([]);
  happen(about('SessionClosed', 'one'));
  expect(statuses()).toEqual(['offline']);
});

it('tells what a user chose', () => {
  const { news, happen, chosen, statuses } = scene();
  news.begin();
  happen(opened('one'));
  chosen.status = 'dnd';
  news.look('ann');
  news.look('ann');
  expect(statuses()).toEqual(['online', 'dnd']);
});

it('tells who is not back after a restart of the gateway', () => {
  const { news, happen, restart, statuses } = scene();
  news.begin();
  happen(opened('one'));
  restart();
  happen({ type: 'GatewayStarted' }, { type: 'GatewayIntroduced' });
  expect(statuses()).toEqual(['online', 'offline']);
});

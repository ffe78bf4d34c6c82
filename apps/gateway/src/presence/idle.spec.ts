import { tellIdle } from './idle.js';

it('a connection is idle when it has done nothing for as long as it takes', () => {
  const sessions = [
    { connectionId: 'busy', actedAt: 700_001 },
    { connectionId: 'quiet', actedAt: 700_000 },
  ];
  const told = new Map<string, boolean>();
  tellIdle(sessions, { idle: (id, idle) => told.set(id, idle) }, { awayAfter: 300, now: 1_000_000 });
  expect(Object.fromEntries(told)).toEqual({ busy: false, quiet: true });
});

import { minuteOf, sessionLane, type SessionEvent } from '@noroshi/domain';
import { InMemoryEventLog } from '@noroshi/event-sourcing';
import { PresentPeople } from './present-people.js';

const ann = { id: 'ann', name: 'Ann', guest: false };

function scene() {
  const log = new InMemoryEventLog<SessionEvent>({ now: () => 60_000 });
  let change = 0;
  const say = (event: Record<string, unknown>) => {
    change += 1;
    const told = { ...event, run: { gateway: 'g', epoch: 1 }, change } as unknown as SessionEvent;
    return log.append(sessionLane('g'), told);
  };
  const warnings: string[] = [];
  const begin = () =>
    PresentPeople.begin({
      source: log,
      end: () => log.lastPosition(sessionLane('g')),
      logger: { warn: (text) => void warnings.push(text) },
    });
  const enter = async () => {
    const connection = { connectionId: 'c', user: ann, userAgent: '', address: '', connectedAt: 1 };
    await say({ type: 'GatewayStarted' });
    await say({ type: 'SessionOpened', connection });
    await say({ type: 'RoomEntered', connectionId: 'c', user: ann, roomId: 'lobby' });
  };
  return { log, begin, enter, warnings };
}

it('who was there is known of everything that was stored before it was asked', async () => {
  const { begin, enter } = scene();
  const people = await begin();
  await enter();
  await people.upToDate();
  expect(people.peaks.peak('lobby', minuteOf(60_000))).toBe(1);
  await people.close();
});

it('an event that is none is passed over, and told', async () => {
  const { log, begin, enter, warnings } = scene();
  await log.append(sessionLane('g'), { type: 'RoomEntered' } as never);
  await enter();
  const people = await begin();
  await people.upToDate();
  expect(people.peaks.peak('lobby', minuteOf(60_000))).toBe(1);
  expect(warnings).toHaveLength(1);
  await people.close();
});

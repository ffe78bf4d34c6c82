import {
  InMemoryNotificationBox,
  noticesLane,
  roomLane,
  type Actor,
  type NotificationEvent,
  type RoomEvent,
} from '@noroshi/domain';
import { EventLogUnavailable, InMemoryEventLog } from '@noroshi/event-sourcing';
import { NotificationsService } from './notifications-service.js';
import { Notifier } from './notifier.js';

const ann: Actor = { id: 'ann', name: 'Ann', guest: false };
const ben: Actor = { id: 'ben', name: 'Ben', guest: false };
const cid: Actor = { id: 'cid', name: 'Cid', guest: false };

function scene() {
  const users = new InMemoryEventLog<NotificationEvent>();
  const asked: unknown[] = [];
  const rooms = { isAway: false, people: [ann, ben, cid] };
  const makeNotifier = () => {
    // A process that starts has kept nothing.
    const service = new NotificationsService({
      ...{ users, box: new InMemoryNotificationBox(), logger: { warn: () => undefined } },
      ...{ boxReaches: () => Promise.resolve(true), boxPosition: () => 0 },
    });
    return new Notifier({
      epoch: 'e1',
      notify: (request) => service.notify(request),
      mentioned: (request) => {
        asked.push(request);
        if (rooms.isAway) return Promise.resolve({ ok: false, code: 'unavailable' });
        const isMeant = ({ id, name }: Actor) =>
          request.words.some((readings) => readings.some((reading) => [id, name].includes(reading)));
        const meant = request.everybody ? rooms.people : rooms.people.filter(isMeant);
        return Promise.resolve({ ok: true, roomName: 'The Lobby', people: meant });
      },
    });
  };
  const happened = (event: RoomEvent, position = 7) => ({
    event,
    lane: roomLane('lobby', 'talk'),
    position,
    recordedAt: 0,
  });
  const react = (event: RoomEvent, position?: number) => makeNotifier().react(happened(event, position));
  const told = async (userId: string) =>
    (await users.read([noticesLane(userId)])).flatMap(({ event }) =>
      event.type === 'NotificationAdded' ? [event.notification] : [],
    );
  return { react, told, asked, rooms };
}

const said = (content: string, by = ann): RoomEvent => ({ type: 'MessagePosted', by, content, messageType: 'text' });

describe('a user is told', () => {
  it('of a message that mentions them', async () => {
    const { react, told } = scene();
    await react(said('look, @ben!'));
    expect(await told('ben')).toEqual([
      {
        title: 'Ann mentioned you in The Lobby',
        message: 'look, @ben!',
        type: 'info',
        about: { roomId: 'lobby', message: 7 },
      },
    ]);
    expect(await told('cid')).toEqual([]);
  });

  it('once, however often it is reacted to, and by whichever process', async () => {
    const { react, told } = scene();
    for (let times = 0; times < 3; times += 1) await react(said('@ben and @room'));
    await Promise.all([react(said('@ben again'), 8), react(said('@ben again'), 8)]);
    expect((await told('ben')).map(({ message }) => message)).toEqual(['@ben and @room', '@ben again']);
  });

  it('when everybody is, but not of what they say themselves', async () => {
    const { react, told } = scene();
    await react(said('@room @ann'));
    expect([(await told('ann')).length, (await told('ben')).length, (await told('cid')).length]).toEqual([0, 1, 1]);
  });

  it('by a guest who goes by their own id', async () => {
    const { react, told } = scene();
    await react(said('@ann', { ...ann, guest: true }));
    expect(await told('ann')).toHaveLength(1);
  });

  it.each<readonly [string, RoomEvent, string, string]>([
    [
      'invitation',
      { type: 'UserInvited', userId: 'ben', by: 'ann' },
      'You are invited to The Lobby',
      'Ann has invited you.',
    ],
    [
      'new role',
      { type: 'RoleChanged', userId: 'ben', role: 'moderator', by: 'ann' },
      'You are a moderator of The Lobby',
      'Ann has changed your role.',
    ],
    [
      'role that ends',
      { type: 'RoleChanged', userId: 'ben', role: 'member', by: 'ann' },
      'You are no moderator of The Lobby any more',
      'Ann has changed your role.',
    ],
    [
      'room of their own',
      { type: 'OwnershipTransferred', to: 'ben', by: 'zoe' },
      'You own The Lobby',
      'zoe has handed it over to you.',
    ],
  ])('of an %s', async (_, event, title, message) => {
    const { react, told } = scene();
    await react(event);
    await react(event);
    expect(await told('ben')).toEqual([{ title, message, type: 'info', about: { roomId: 'lobby' } }]);
  });

  it('of a long message the beginning', async () => {
    const { react, told } = scene();
    await react(said(`@ben ${'x'.repeat(193)}🔥 and more`));
    expect((await told('ben'))[0]?.message).toBe(`@ben ${'x'.repeat(193)}…`);
  });
});

describe('who is answered is told', () => {
  const answer = (content: string, to: Pick<Actor, 'id' | 'guest'> = ben, by = ann): RoomEvent => ({
    ...{ type: 'MessagePosted', by, content, messageType: 'text' },
    replyTo: { message: 5, root: 3, author: { id: to.id, guest: to.guest } },
  });
  const titles = (notices: readonly { readonly title: string }[]) => notices.map(({ title }) => title);

  it('what is said, and by whom', async () => {
    const { react, told } = scene();
    await react(answer('because'));
    expect(await told('ben')).toEqual([
      {
        title: 'Ann replied to you in The Lobby',
        message: 'because',
        type: 'info',
        about: { roomId: 'lobby', message: 7 },
      },
    ]);
    expect([await told('ann'), await told('cid')]).toEqual([[], []]);
  });

  it('once, however often it is reacted to, and by whichever process', async () => {
    const { react, told } = scene();
    await Promise.all([react(answer('because')), react(answer('because'))]);
    await react(answer('because'));
    expect(await told('ben')).toHaveLength(1);
  });

  it('once, and of the answer, also when it mentions them, by name or with everybody', async () => {
    const { react, told } = scene();
    await react(answer('@ben because, and @cid too'));
    await react(answer('@room because'), 8);
    expect(titles(await told('ben'))).toEqual(Array(2).fill('Ann replied to you in The Lobby'));
    expect(titles(await told('cid'))).toEqual(Array(2).fill('Ann mentioned you in The Lobby'));
  });

  it('not by themselves', async () => {
    const { react, told, asked } = scene();
    await react(answer('and another thing', ann));
    expect(await told('ann')).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('by a guest who goes by their own id', async () => {
    const { react, told } = scene();
    await react(answer('gotcha', ben, { ...ben, guest: true }));
    expect(await told('ben')).toHaveLength(1);
  });

  it('but no guest, who only claims the id', async () => {
    const { react, told, asked } = scene();
    await react(answer('because', { ...ben, guest: true }));
    expect(await told('ben')).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('but nobody who is not in the room any more, nor who is called as they are', async () => {
    const { react, told, rooms } = scene();
    rooms.people = [ann, { ...cid, name: 'ben' }];
    await react(answer('because'));
    expect([await told('ben'), await told('cid')]).toEqual([[], []]);
  });
});

it('nobody is asked about a message that mentions nobody', async () => {
  const { react, asked } = scene();
  for (const content of ['hello', 'mail ann@example.com', 'at @ noon']) await react(said(content));
  await react({ type: 'MemberLeft', userId: 'ben' });
  expect(asked).toEqual([]);
});

it('while the rooms service is away it is an outage, to be waited for', async () => {
  const { react, told, rooms } = scene();
  rooms.isAway = true;
  await expect(react(said('@ben'))).rejects.toThrow(EventLogUnavailable);
  rooms.isAway = false;
  await react(said('@ben'));
  expect(await told('ben')).toHaveLength(1);
});

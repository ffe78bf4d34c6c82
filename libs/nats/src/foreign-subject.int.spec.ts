import { jetstreamManager } from '@nats-io/jetstream';
import { createForeignPublisher, isForeignSubject, NotPublished } from './foreign-subject.js';
import { endOfLog } from './end-of-log.js';
import { useNats } from './testing/use-nats.js';

describe('a subject of others', () => {
  const under = useNats();

  it('gets the message, with its id', async () => {
    const { nats, far } = under();
    const got = new Promise((resolve) => {
      far.connection.subscribe('audit.rooms', {
        callback: (_, message) => resolve([message.headers?.get('Nats-Msg-Id'), message.json()]),
      });
    });
    await far.connection.flush();
    await createForeignPublisher(nats)('audit.rooms', { id: 'room_1', body: '{"n":1}' }, { stream: false });
    expect(await got).toEqual(['room_1', { n: 1 }]);
  });

  it('that is of a stream has the message once it is stored, and once only', async () => {
    const { nats } = under();
    const publish = createForeignPublisher(nats);
    const message = { id: 'room_2', body: '{}' };
    await expect(publish('kept.rooms', message, { stream: true })).rejects.toThrow(NotPublished);
    const manager = await jetstreamManager(nats.connection);
    await manager.streams.add({ name: 'KEPT', subjects: ['kept.>'] });
    await publish('kept.rooms', message, { stream: true });
    await publish('kept.rooms', message, { stream: true });
    expect((await manager.streams.info('KEPT')).state.messages).toBe(1);
  });

  it('is none of this product', () => {
    for (const subject of ['room.lobby.talk', 'live', 'service.rooms.execute', '$JS.API', '_INBOX.1', 'news.reads'])
      expect(isForeignSubject(subject)).toBe(false);
    for (const subject of ['', 'a.*', 'a.>', 'a b', '.a', 'a.', 'a..b', 'x'.repeat(256)])
      expect(isForeignSubject(subject)).toBe(false);
    for (const subject of ['audit', 'audit.rooms', 'rooms.x', 'my-app.room_1'])
      expect(isForeignSubject(subject)).toBe(true);
  });
});

describe('the end of a log', () => {
  const under = useNats();

  it('is the position of its last event', async () => {
    const { nats, log } = under();
    expect(await endOfLog(nats, log)).toBe(0);
    await nats.connection.request('room.lobby.talk', '{"type":"x"}');
    await nats.connection.request('room.attic.control', '{"type":"x"}');
    expect(await endOfLog(nats, log)).toBe(2);
  });
});

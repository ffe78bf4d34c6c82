import { readAll } from './api.js';
import { EventLog } from './event-log.js';
import { setScene } from './scene.js';

const scene = setScene();

it('when the log is made anew under the running services they start anew, and old offsets are told from new ones', async () => {
  const roomId = scene.newRoom();
  const ann = await scene.connect('ann');
  await ann.join(roomId);
  const old = await ann.say(roomId, 'in the old log');
  const former = Object.entries(scene.stack.pids()).filter(([name]) => name !== 'nats');
  const log = await EventLog.of(scene.stack);
  await log.deleteStream();
  await log.close();
  // Whoever starts makes the log that it needs.
  scene.stack.kill('rooms');
  expect(await ann.closed).toMatchObject({ code: 1001 });
  for (const [name, pid] of former) await scene.stack.isBack(name, pid);

  const back = await scene.connect('ann');
  await back.join(roomId);
  const { offset } = await back.say(roomId, 'in the new log');
  expect(String(offset).split('-')[0]).not.toBe(String(old['offset']).split('-')[0]);
  back.send({ action: 'resume', rooms: [{ roomId, offset: old['offset'] }] });
  expect(await back.next('resumed')).toMatchObject({ complete: false, code: 'other_log' });
  back.send({ action: 'edit', roomId, messageId: old['messageId'], content: 'of another message' });
  expect(await back.next('error')).toMatchObject({ code: 'message_not_found' });
  const stored = await readAll(scene.stack, { roomId, token: scene.stack.token('ann') });
  expect(stored.map(({ content }) => content)).toEqual(['in the new log']);
});

import { connect } from '@noroshi/client';
import { fileOutbox } from '@noroshi/client/node';
import WebSocket from 'ws';
import { answerTo } from './answers.js';

const { NOROSHI_URL: url = 'http://127.0.0.1:8080', NOROSHI_TOKEN, ROOM = 'lobby', BOT_NAME = 'bot' } = process.env;

/** A server for development gives tokens to whoever asks; a real one is given NOROSHI_TOKEN. */
async function token() {
  if (NOROSHI_TOKEN) return NOROSHI_TOKEN;
  const answer = await fetch(`${url}/api/v1/dev/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: BOT_NAME, name: BOT_NAME }),
  });
  if (!answer.ok) throw new Error(`No development token: ${answer.status}`);
  return (await answer.json()).token;
}

const client = connect({
  url,
  token,
  // Node 22 and newer have one of their own.
  webSocket: globalThis.WebSocket ?? WebSocket,
  // Answers that could not be sent yet survive a restart.
  outbox: fileOutbox('outbox.json'),
});

client.on('state', ({ phase, reason }) => console.log(reason ? `${phase}: ${reason.text}` : phase));

const room = client.room(ROOM);

// Each message once and in order, also those said while the connection was lost.
room.on('message', ({ author, content, messageId }) => {
  const answer = author.userId === client.me.current?.userId ? undefined : answerTo(content);
  if (answer) room.send({ content: answer, replyTo: messageId }).catch(({ message }) => console.error(message));
});

await room.join({ name: ROOM });
console.log(`listening in ${ROOM}`);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => client.close());

import { connect, keyOf } from '@noroshi/client';

const NOROSHI = 'http://127.0.0.1:8080';

const element = (id) => document.getElementById(id);

/** Shows a value of the client now and whenever it changes. */
function show(live, draw) {
  live.subscribe(() => draw(live.current));
  draw(live.current);
}

element('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  const name = new FormData(event.target).get('name');
  element('sign-in').hidden = true;
  element('room').hidden = false;
  chatAs(name);
});

function chatAs(name) {
  // Asked for at the first connection, and again before the token runs out.
  const token = async () => {
    const answer = await fetch(`/token?name=${encodeURIComponent(name)}`);
    if (!answer.ok) throw new Error('No token');
    return answer.text();
  };
  const client = connect({ url: NOROSHI, token });
  const room = client.room('lobby');
  room.join({ name: 'Lobby' }).catch(({ message }) => (element('connection').textContent = message));

  show(client.state, (state) => (element('connection').textContent = connectionText(state)));
  show(room.timeline(), ({ messages }) => drawMessages(messages));
  show(room.presence, ({ count }) => (element('people').textContent = `${count} here`));
  show(room.typing, (users) => (element('typing').textContent = typingText(users)));

  element('say').addEventListener('input', () => room.setTyping(true));
  element('say').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = new FormData(event.target).get('text');
    event.target.reset();
    room.setTyping(false);
    // It is in the list at once, as pending. What the server refuses stays there as failed.
    room.send(text).catch(() => undefined);
  });
}

const connectionText = (state) =>
  ({ connecting: 'Connecting …', connected: 'Connected', waiting: 'Reconnecting …', closed: state.reason?.text })[
    state.phase
  ];

const typingText = (users) => (users.length === 0 ? '' : `${users.map(({ name }) => name).join(', ')} is typing …`);

/** The lines by the key of their message: one that is there already keeps its place and is changed only where it differs. */
const lines = new Map();

function drawMessages(messages) {
  const list = element('messages');
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const shown = messages.map((message) => {
    const line = lines.get(keyOf(message)) ?? document.createElement('li');
    lines.set(keyOf(message), line);
    line.dataset.status = message.status;
    // As text, never as HTML: it is what somebody else wrote.
    line.textContent = `${message.author.name}: ${message.isDeleted ? '(deleted)' : message.content}`;
    if (message.status === 'failed') line.textContent += ` (${message.error.message})`;
    return line;
  });
  list.replaceChildren(...shown);
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}

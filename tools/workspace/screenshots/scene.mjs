import { people } from './people.mjs';

const { Ann, Ben, Chiyo, Dai, Elif, Femi } = people;
const at = (roomId, rest = '') => `/rooms/${encodeURIComponent(roomId)}${rest}`;

const rooms = [
  { id: 'harbour', name: 'Harbour', of: Ann, with: [Ben, Chiyo, Dai, Elif] },
  { id: 'north-hill', name: 'North hill', of: Ben, with: [Ann, Femi] },
  { id: 'watch', name: '見張り台', of: Chiyo, with: [Ann, Dai] },
  { id: 'kitchen', name: 'Kitchen', of: Elif, with: [Ann, Ben, Chiyo, Femi] },
];

/** In the order in which it is said; an answer names what it answers by its number. */
const talk = [
  ['kitchen', Elif, 'Soup at seven.'],
  ['watch', Chiyo, '北の丘に煙が見えます。'],
  ['harbour', Ann, 'The relay on the north hill is lit.'],
  ['harbour', Ann, 'It should reach you in a moment.'],
  ['harbour', Ben, 'Seen it from the harbour. Passing it on.', { react: { '🔥': [Ann, Chiyo, Elif], '👍': [Ann] } }],
  ['harbour', Chiyo, 'こちらも見えました。', { react: { '🙏': [Ann] } }],
  ['harbour', Ann, 'How long did it take to reach you?'],
  ['harbour', Ben, 'A heartbeat. And it is **in the log**, so nobody who sleeps now will miss it.', { answers: 6 }],
  ['harbour', Elif, 'For whoever keeps the watch tonight:\n```sh\nnoroshi tail harbour -n 20\n```'],
  [
    'harbour',
    Dai,
    'Or read it up: [what is guaranteed](https://example.com/guarantees). `npm run check` kills every part of it.',
  ],
  ['harbour', Chiyo, 'Just came back. Everything is here, nothing twice.', { react: { '🎉': [Ann, Ben, Dai] } }],
  ['north-hill', Ben, 'Wood for three nights is up here.'],
  ['north-hill', Femi, '@Ann can you take the dawn watch?'],
  ['watch', Dai, '@Ann 交代は六時です。'],
];

const notices = [
  { title: 'Backup', message: 'The log of last night is stored.', type: 'success' },
  {
    title: 'Storm from the west',
    message: 'Expect smoke to lie low until noon.',
    type: 'warning',
    actionUrl: '/?room=watch',
    actionLabel: 'Open the watch',
  },
];

const isThere = async (asked, roomId) => {
  const { items } = await asked(Ann, 'GET', '/rooms?limit=100');
  return items.some((room) => room.roomId === roomId);
};

/** Rooms with people in them who have talked, and somebody who has been told of it. */
export const setScene = async (asked) => {
  // Pictures may be taken again.
  if (await isThere(asked, rooms[0].id)) return;
  for (const { id, name, of, with: others } of rooms) {
    await asked(of, 'POST', '/rooms', { id, name });
    for (const other of others) await asked(other, 'POST', at(id, '/members'), {});
  }
  const said = [];
  for (const [roomId, who, content, { answers, react = {} } = {}] of talk) {
    const body = { content, ...(answers === undefined ? {} : { replyTo: said[answers] }) };
    const { messageId } = await asked(who, 'POST', at(roomId, '/messages'), body);
    said.push(messageId);
    for (const [emoji, whose] of Object.entries(react))
      for (const each of whose)
        await asked(each, 'PUT', at(roomId, `/messages/${messageId}/reactions/${encodeURIComponent(emoji)}`));
  }
  for (const notice of notices) await asked(Dai, 'POST', '/notifications', { userId: Ann.id, ...notice });
};

const SIGHTINGS = ['smoke to the east', 'a sail', 'two lanterns', 'all quiet', 'fog from the sea'];

/** Until it is told to stop: a day at the watches in a minute or two, for charts to have something to show. */
export const live = async (asked, stop) => {
  const watches = ['east', 'south', 'west'].map((name) => ({ id: `watch-${name}`, name: `Watch ${name}` }));
  const crew = [Ben, Elif, Femi, Dai];
  for (const { id, name } of watches) {
    if (!(await isThere(asked, id))) await asked(Dai, 'POST', '/rooms', { id, name });
    for (const who of crew) await asked(who, 'POST', at(id, '/members'), {});
  }
  for (let count = 0; !stop.aborted; count += 1) {
    const [{ id }, who] = [watches[(count * count) % watches.length], crew[count % crew.length]];
    await asked(who, 'POST', at(id, '/messages'), { content: SIGHTINGS[count % SIGHTINGS.length] });
    // Quiet and lively by turns.
    const pause = 60 + 240 * (1 + Math.sin(count / 20));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
};

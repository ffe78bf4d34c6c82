import { hear, Ledger, positionOf, type Frame, type Post, type Stay } from '../client/ledger.js';
import type { RoomEvidence, ViolationKind } from './evidence.js';
import { judgeRoom } from './judge-room.js';

const roomId = 'a room';

const posted = (place: number, more: Frame | object = {}): Frame => ({
  type: 'message',
  roomId,
  offset: `e-${place}`,
  messageId: `me-${place}`,
  userId: 'u1',
  content: `said ${place}`,
  clientMessageId: `c1-${place}`,
  ...more,
});
const edited = (place: number, message: number, content: string): Frame => {
  return { type: 'messageEdited', roomId, offset: `e-${place}`, messageId: `me-${message}`, userId: 'u1', content };
};
const reacted = (place: number, message: number): Frame => {
  return { type: 'reaction', roomId, offset: `e-${place}`, messageId: `me-${message}`, userId: 'u2', emoji: '👍' };
};

/** What the history makes of the frames below. */
const seen = (place: number, more: object = {}): Frame => posted(place, more);

const said = [1, 2, 3, 4].map((place) => posted(place));
const log = [...said, edited(5, 2, 'said better'), reacted(6, 3)];
const history = [
  seen(1),
  seen(2, { content: 'said better', editedAt: 'now' }),
  seen(3, { reactions: { '👍': ['u2'] } }),
  seen(4),
];

interface Scene {
  evidence: { -readonly [K in keyof RoomEvidence]: RoomEvidence[K] };
  speaker: Ledger;
  stay: Stay;
}

/** One spoke and heard, another came after the second message and left before the last frame. Nothing went wrong. */
function cleanScene(): Scene {
  const speaker = new Ledger('c1', 'u1');
  const stay = speaker.begin(roomId, 'e-0');
  for (const frame of log) hear(stay, frame, 10 * positionOf(String(frame['offset'])));
  for (const { clientMessageId: id, content, offset, messageId } of said as unknown as Record<string, string>[]) {
    if (!id || !content || !offset || !messageId) continue;
    speaker.posts.set(id, { id, roomId, content, sentAt: 1, accepted: [{ at: 2, offset, messageId }] });
  }
  const visitor = new Ledger('c2', 'u2');
  const visit = visitor.begin(roomId, 'e-2');
  for (const frame of log.slice(2, 5)) hear(visit, frame, 20);
  visit.open = false;
  return { evidence: { roomId, history, replay: log, ledgers: [speaker, visitor] }, speaker, stay };
}

const kindsOf = (evidence: RoomEvidence): ViolationKind[] => judgeRoom(evidence).violations.map(({ kind }) => kind);

it('a room in which nothing went wrong is clean, and is counted', () => {
  const { violations, counts } = judgeRoom(cleanScene().evidence);
  expect(violations).toEqual([]);
  expect(counts).toEqual({ clients: 2, posts: 4, accepted: 4, stored: 4, changes: 2, heard: 9 });
});

const at = (place: number) => (frame: Frame) => frame['offset'] === `e-${place}`;

describe('a verdict finds', () => {
  const injected: [string, ViolationKind, (scene: Scene) => void][] = [
    [
      'a message that was acknowledged and is nowhere',
      'lost',
      ({ evidence, stay }) => {
        evidence.history = history.filter((item) => !at(4)(item));
        evidence.replay = log.filter((frame) => !at(4)(frame));
        stay.heard.splice(3, 1);
        evidence.ledgers[1]?.stays[0]?.heard.splice(1, 1);
      },
    ],
    [
      'a message that is in the log and not in the history',
      'lost',
      ({ evidence }) => (evidence.history = history.filter((item) => !at(4)(item))),
    ],
    [
      'a message that is in the history and not in the log',
      'not in the log',
      ({ evidence }) => (evidence.replay = log.filter((frame) => !at(4)(frame))),
    ],
    [
      'a message that is stored twice',
      'stored twice',
      ({ evidence }) => (evidence.history = [...history, seen(7, { clientMessageId: 'c1-1' })]),
    ],
    [
      'a message that is stored elsewhere than was acknowledged',
      'altered',
      ({ speaker }) => speaker.posts.get('c1-1')?.accepted.push({ at: 3, offset: 'e-9', messageId: 'me-9' }),
    ],
    [
      'a message that nobody sent',
      'never sent',
      ({ evidence }) => {
        evidence.history = [...history, seen(7, { clientMessageId: 'c9-1', userId: 'stranger' })];
        evidence.replay = [...log, posted(7, { clientMessageId: 'c9-1', userId: 'stranger' })];
      },
    ],
    [
      'a message that is in a room that its author was never in',
      'altered',
      ({ speaker }) => delete speaker.posts.get('c1-1')?.sentAt,
    ],
    [
      'a message whose words changed on the way',
      'altered',
      ({ speaker }) => speaker.posts.set('c1-1', { ...(speaker.posts.get('c1-1') as Post), content: 'another' }),
    ],
    ['a frame that somebody missed', 'hole', ({ stay }) => stay.heard.splice(2, 1)],
    ['an edit that somebody missed', 'hole', ({ stay }) => stay.heard.splice(4, 1)],
    ['the last frame, if somebody missed that', 'hole', ({ stay }) => stay.heard.pop()],
    ['a frame that came twice', 'repeat', ({ stay }) => stay.heard.splice(3, 0, ...stay.heard.slice(1, 2))],
    [
      'frames that changed places',
      'out of order',
      ({ stay }) => stay.heard.splice(1, 2, ...stay.heard.slice(1, 3).reverse()),
    ],
    [
      'a frame from before the time in the room',
      'out of order',
      ({ evidence }) => {
        const visit = evidence.ledgers[1]?.stays[0] as Stay;
        visit.heard.unshift({ at: 20, offset: 'e-1', position: 1, frame: posted(1) });
      },
    ],
    ['a frame that is in nobody’s log', 'not in the log', ({ stay }) => hear(stay, posted(8), 90)],
    [
      'a frame that told somebody something else',
      'altered',
      ({ stay }) =>
        stay.heard.splice(0, 1, { at: 1, offset: 'e-1', position: 1, frame: posted(1, { content: 'a lie' }) }),
    ],
    [
      'an edit that the history forgot',
      'diverged',
      ({ evidence }) => (evidence.history = [seen(1), seen(2), ...history.slice(2)]),
    ],
    [
      'a reaction that the history forgot',
      'diverged',
      ({ evidence }) => (evidence.history = [...history.slice(0, 2), seen(3), seen(4)]),
    ],
    [
      'what a client saw go wrong itself',
      'misdeed',
      ({ speaker }) => speaker.blame({ at: 1, roomId, text: 'shown out' }),
    ],
  ];

  it.each(injected)('%s', (_, kind, inject) => {
    const scene = cleanScene();
    inject(scene);
    expect(kindsOf(scene.evidence)).toContain(kind);
  });

  it('who missed what, between which offsets', () => {
    const { evidence, stay } = cleanScene();
    stay.heard.splice(2, 1);
    expect(judgeRoom(evidence).violations).toMatchObject([
      { kind: 'hole', client: 'c1', offset: 'e-3', at: 40, text: 'message was not heard, between e-2 and e-4' },
    ]);
  });
});

describe('a verdict does not mind', () => {
  it('a message that was never acknowledged and is stored once, or not at all', () => {
    const { evidence, speaker } = cleanScene();
    speaker.posts.get('c1-1')?.accepted.pop();
    speaker.posts.set('c1-8', { id: 'c1-8', roomId, content: 'unheard', sentAt: 1, accepted: [] });
    expect(kindsOf(evidence)).toEqual([]);
  });

  it('what the server said that it could not replay', () => {
    const { evidence, stay } = cleanScene();
    stay.heard.splice(2, 1);
    stay.gaps.push({ from: 'e-2', to: 'e-3' });
    expect(kindsOf(evidence)).toEqual([]);
  });

  it('what happened after somebody left', () => {
    const { evidence } = cleanScene();
    expect(evidence.ledgers[1]?.stays[0]?.heard.map(({ offset }) => offset)).toEqual(['e-3', 'e-4', 'e-5']);
    expect(kindsOf(evidence)).toEqual([]);
  });
});

import type { Post } from '../client/ledger.js';
import type { RoomEvidence, RoomVerdict, Violation } from './evidence.js';
import { foldFrames, ofHistory, shown } from './fold.js';
import { judgeStay } from './judge-stay.js';
import { judgeStored } from './judge-stored.js';
import { isMessage, truthOf } from './truth.js';

/** Whether a room kept every promise: what was acknowledged is stored, and everybody heard exactly what is stored, in order. */
export function judgeRoom(evidence: RoomEvidence): RoomVerdict {
  const { roomId, history, ledgers, replay } = evidence;
  const truth = truthOf(replay);
  const stays = ledgers.flatMap((ledger) =>
    ledger.stays.filter((stay) => stay.roomId === roomId).map((stay) => ({ ledger, stay })),
  );
  const posts = postsOf(evidence);
  const violations = [
    ...judgeReplay(evidence),
    ...judgeStored({ roomId, history, posts }),
    ...stays.flatMap(({ ledger, stay }) => judgeStay(stay, { client: ledger.client, truth, history })),
    ...ledgers.flatMap((ledger) =>
      ledger.misdeeds
        .filter((misdeed) => misdeed.roomId === roomId)
        .map(({ at, text }): Violation => ({ kind: 'misdeed', roomId, client: ledger.client, at, text })),
    ),
  ];
  return {
    roomId,
    counts: {
      clients: new Set(stays.map(({ ledger }) => ledger.client)).size,
      posts: posts.size,
      accepted: [...posts.values()].filter(({ accepted }) => accepted.length > 0).length,
      stored: history.length,
      changes: replay.length - replay.filter(isMessage).length,
      heard: stays.reduce((sum, { stay }) => sum + stay.heard.length, 0),
    },
    violations,
  };
}

const postsOf = ({ roomId, ledgers }: RoomEvidence): Map<string, Post & { readonly user: string }> =>
  new Map(
    ledgers.flatMap(({ posts, user }) =>
      [...posts.values()].filter((post) => post.roomId === roomId).map((post) => [post.id, { ...post, user }] as const),
    ),
  );

/** The log and the history tell the same: each message of one is in the other, and looks as the log made it. */
function judgeReplay({ roomId, history, replay }: RoomEvidence): Violation[] {
  const folded = foldFrames(replay);
  const stored = new Map(history.map((item) => [String(item['messageId']), item]));
  const missing = [...folded.keys()].filter((messageId) => !stored.has(messageId));
  return [
    ...missing.map((messageId): Violation => ({
      kind: 'lost',
      roomId,
      text: `${messageId} is in the log and not in the history`,
    })),
    ...[...stored].flatMap(([messageId, item]): Violation[] => {
      const seen = folded.get(messageId);
      const offset = String(item['offset']);
      if (!seen)
        return [{ kind: 'not in the log', roomId, offset, text: `${messageId} is in the history and not in the log` }];
      if (shown(seen) === shown(ofHistory(item))) return [];
      const text = `${messageId} is ${shown(ofHistory(item))} in the history and ${shown(seen)} by the log`;
      return [{ kind: 'diverged', roomId, offset, text }];
    }),
  ];
}

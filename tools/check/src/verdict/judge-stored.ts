import type { Frame, Post } from '../client/ledger.js';
import type { Violation } from './evidence.js';

interface Stored {
  readonly roomId: string;
  readonly history: readonly Frame[];
  /** By client message id. */
  readonly posts: ReadonlyMap<string, Post & { readonly user: string }>;
}

/** What was acknowledged is stored once, where the acknowledgement says; nothing is stored that nobody sent. */
export function judgeStored({ roomId, history, posts }: Stored): Violation[] {
  const byId = grouped(history);
  const violations = [...posts.values()].flatMap((post) => judgePost(post, byId.get(keyOf(post)) ?? []));
  const known = new Set([...posts.values()].map(keyOf));
  for (const [key, items] of byId) {
    if (known.has(key)) continue;
    const [item] = items;
    violations.push({ kind: 'never sent', roomId, offset: String(item?.['offset']), text: JSON.stringify(item) });
  }
  return violations;
}

const keyOf = ({ id, user }: { readonly id: string; readonly user: string }): string => JSON.stringify([user, id]);

function grouped(history: readonly Frame[]): Map<string, Frame[]> {
  const groups = new Map<string, Frame[]>();
  for (const item of history) {
    const key = keyOf({ id: String(item['clientMessageId']), user: String(item['userId']) });
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function judgePost(post: Post & { readonly user: string }, items: readonly Frame[]): Violation[] {
  const { id, roomId, accepted } = post;
  const [item] = items;
  const [first] = accepted;
  const about = { roomId, client: post.user, ...(first && { offset: first.offset, at: first.at }) };
  const offsets = items.map((stored) => String(stored['offset'])).join(', ');
  if (items.length > 1) return [{ ...about, kind: 'stored twice', text: `${id} is stored at ${offsets}` }];
  if (first && !item)
    return [{ ...about, kind: 'lost', text: `${id} was accepted at ${first.offset} and is not stored` }];
  if (!item) return [];
  return accepted
    .filter(({ offset, messageId }) => offset !== item['offset'] || messageId !== item['messageId'])
    .map(({ offset }) => ({
      ...about,
      kind: 'altered',
      text: `${id} was accepted at ${offset} and is stored at ${offsets}`,
    }))
    .concat(
      isAsSaid(post, item)
        ? []
        : [{ ...about, kind: 'altered', text: `${id} said ${post.content}, not ${JSON.stringify(item)}` }],
    ) as Violation[];
}

/** An edited or deleted message is compared by what the log tells of it. */
const isAsSaid = ({ content, sentAt }: Post, item: Frame): boolean =>
  sentAt !== undefined && (item['content'] === content || item['editedAt'] !== undefined || item['deleted'] === true);

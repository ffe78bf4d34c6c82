import type { Members, PresenceFrame, TypingFrame } from '../protocol/frames.js';

export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly present: boolean;
}

export interface Typist {
  readonly name: string;
  /** Epoch ms; whoever is not heard of until then has stopped. */
  readonly until: number;
}

export interface People {
  readonly byId: ReadonlyMap<string, Person>;
  /** As the server last counted; undefined before it did. */
  readonly present?: number;
  readonly typing: ReadonlyMap<string, Typist>;
}

export const nobody: People = { byId: new Map(), typing: new Map() };

export const typingLastsMs = 5_000;

export function meetMembers(people: People, { members, present }: Members): People {
  const byId = new Map(members.map((member) => [member.userId, member]));
  return { ...people, byId, present: present ?? members.filter((member) => member.present).length };
}

export function comeOrGo(people: People, frame: PresenceFrame): People {
  const { userId, username: name, memberCount } = frame;
  const present = frame.type === 'memberJoined';
  const role = people.byId.get(userId)?.role ?? 'member';
  const byId = new Map(people.byId).set(userId, { userId, name, role, present });
  const next = { ...people, byId, ...(memberCount === undefined ? {} : { present: memberCount }) };
  return present ? next : stopTyping(next, userId);
}

export function hearTyping(people: People, frame: TypingFrame, now: number): People {
  if (!frame.isTyping) return stopTyping(people, frame.userId);
  const typist = { name: frame.username, until: now + typingLastsMs };
  return { ...people, typing: new Map(people.typing).set(frame.userId, typist) };
}

export function stopTyping(people: People, userId: string): People {
  if (!people.typing.has(userId)) return people;
  const typing = new Map(people.typing);
  typing.delete(userId);
  return { ...people, typing };
}

export function expireTyping(people: People, now: number): People {
  const typing = new Map([...people.typing].filter(([, { until }]) => until > now));
  return typing.size === people.typing.size ? people : { ...people, typing };
}

/** Here now, by name. */
export const presentPeople = ({ byId }: People): readonly Person[] =>
  [...byId.values()].filter(({ present }) => present).sort((left, right) => left.name.localeCompare(right.name));

/** The server counts differently than this page: a person with two connections, or somebody missed. */
export const isOutOfStep = (people: People): boolean =>
  people.present !== undefined && people.present !== presentPeople(people).length;

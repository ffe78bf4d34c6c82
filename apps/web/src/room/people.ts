import type { Crowd, Members, PresenceFrame, TypingFrame } from '../protocol/frames.js';

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
  /** Too many are here for the server to name them all. */
  readonly isCrowd?: boolean;
}

export const nobody: People = { byId: new Map(), typing: new Map() };

export const typingLastsMs = 5_000;

export function meetMembers(people: People, { members, present }: Members): People {
  const byId = new Map(members.map((member) => [member.userId, member]));
  const listed = members.filter((member) => member.present).length;
  return { ...people, byId, present: present ?? listed, isCrowd: present !== undefined && listed < present };
}

export function comeOrGo(people: People, frame: PresenceFrame): People {
  const { userId, username: name, memberCount } = frame;
  const present = frame.type === 'memberJoined';
  const role = people.byId.get(userId)?.role ?? 'member';
  const byId = new Map(people.byId).set(userId, { userId, name, role, present });
  const next = { ...people, byId, isCrowd: false, ...(memberCount === undefined ? {} : { present: memberCount }) };
  return present ? next : stopTyping(next, userId);
}

export function gather(people: People, { memberCount, people: sample }: Crowd): People {
  const byId = new Map(
    sample.map(({ userId, username: name }) => {
      const role = people.byId.get(userId)?.role ?? 'member';
      return [userId, { userId, name, role, present: true }];
    }),
  );
  return { ...people, byId, present: memberCount, isCrowd: true };
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
  people.isCrowd !== true && people.present !== undefined && people.present !== presentPeople(people).length;

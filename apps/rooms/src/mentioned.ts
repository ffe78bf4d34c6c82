import { mentionName, type Actor, type RoomsRequests, type RoomState } from '@noroshi/domain';

type Request = Parameters<RoomsRequests['mentioned']>[0];

/** `@room` in a larger one is a word like any other: nobody rings that many bells. */
const MOST_OF_EVERYBODY = 500;
/** People of one name, all of whom may be meant. */
const MOST_NAMESAKES = 10;

/** Whom a text means in a room. */
export function mentioned(state: RoomState, { words, everybody }: Omit<Request, 'roomId'>): readonly Actor[] {
  if (state.status !== 'open') return [];
  const members = [...state.members.values()].map(({ user }) => user).filter(({ guest }) => !guest);
  if (everybody && state.members.size <= MOST_OF_EVERYBODY) return members;
  if (words.length === 0) return [];
  const named = byName(members);
  const people = words.flatMap((readings) => firstMeaning(readings, state, named));
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

function firstMeaning(
  readings: readonly string[],
  { members }: RoomState,
  named: ReadonlyMap<string, readonly Actor[]>,
): readonly Actor[] {
  for (const reading of readings) {
    const member = members.get(reading)?.user;
    if (member && !member.guest) return [member];
    const namesakes = named.get(mentionName(reading));
    if (namesakes) return namesakes;
  }
  return [];
}

function byName(members: readonly Actor[]): ReadonlyMap<string, readonly Actor[]> {
  const named = new Map<string, Actor[]>();
  for (const member of members) {
    const name = mentionName(member.name);
    const namesakes = named.get(name);
    if (!namesakes) named.set(name, [member]);
    else if (namesakes.length < MOST_NAMESAKES) namesakes.push(member);
  }
  return named;
}

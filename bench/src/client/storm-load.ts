import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome, Storm, StormJob } from './job.js';
import type { Phases } from './measure-throughput.js';
import { ReturningMember } from './returning-member.js';
import { signToken } from './token.js';

const JOINING_AT_ONCE = 50;
const SAY_EVERY_MS = 500;
const POLL_MS = 5;
const GIVE_UP_MS = 60_000;

/** The first member of each room says something every half second, the next only once the last is stored. */
async function speak(speaker: ReturningMember, said: { count: number }, isOver: () => boolean): Promise<void> {
  await delay(Math.random() * SAY_EVERY_MS);
  while (!isOver()) {
    await speaker.say(said.count);
    said.count += 1;
    await delay(SAY_EVERY_MS);
  }
}

async function until(holds: () => boolean): Promise<number> {
  const limit = performance.now() + GIVE_UP_MS;
  while (!holds() && performance.now() < limit) await delay(POLL_MS);
  return performance.now();
}

async function joinAll({ members, rooms, target }: StormJob): Promise<ReturningMember[]> {
  const all: ReturningMember[] = [];
  for (let index = 0; index < members; index += 1) {
    const token = signToken(`bench-${index}`, target.secret ?? '');
    all.push(new ReturningMember({ target, token, roomId: `bench-${index % rooms}` }));
    if (all.length % JOINING_AT_ONCE === 0) await Promise.all(all.slice(-JOINING_AT_ONCE).map(({ joined }) => joined));
  }
  await Promise.all(all.map(({ joined }) => joined));
  return all;
}

/** Everybody is cut who was on one gateway, and comes back with an offset while the rooms go on talking. */
export async function runStorm(job: StormJob, phases: Phases): Promise<Outcome<Storm>> {
  const { rooms } = job;
  const all = await joinAll(job);
  const said = Array.from({ length: rooms }, () => ({ count: 0 }));
  let isOver = false;
  const speaking = all.slice(0, rooms).map((speaker, room) => speak(speaker, said[room] ?? { count: 0 }, () => isOver));
  await delay(job.warmUpSeconds * 1000);
  let began = 0;
  for (const member of all) member.onCut = () => void (began ||= performance.now());
  phases.measuring();
  await until(() => began > 0);
  await until(() => all.every(({ isInside }) => isInside));
  const back = all.filter(({ cuts }) => cuts > 0).map(({ insideSince }) => insideSince - began);
  const told = said.map(({ count }) => count);
  const hasAll = (counts: readonly number[]) => all.every(({ next }, index) => next >= (counts[index % rooms] ?? 0));
  const caughtUp = (await until(() => hasAll(told))) - began;
  phases.measured();
  await delay(job.seconds * 1000);
  isOver = true;
  await Promise.all(speaking);
  const total = said.map(({ count }) => count);
  await until(() => hasAll(total));
  for (const member of all) member.leave();
  return { figures: figuresOf({ all, total, back, caughtUp }), frameBytes: 0 };
}

function figuresOf(seen: {
  readonly all: readonly ReturningMember[];
  readonly total: readonly number[];
  readonly back: readonly number[];
  readonly caughtUp: number;
}): Storm {
  const { all, total, back, caughtUp } = seen;
  const sum = (value: (member: ReturningMember) => number) => all.reduce((all_, member) => all_ + value(member), 0);
  const missing = all.reduce((count, { next }, index) => count + (total[index % total.length] ?? 0) - next, 0);
  const sorted = [...back].sort((a, b) => a - b);
  return {
    cut: back.length,
    halfBackMs: sorted[sorted.length >> 1] ?? 0,
    allBackMs: sorted.at(-1) ?? 0,
    allCaughtUpMs: caughtUp,
    messages: total.reduce((all_, count) => all_ + count, 0),
    lost: sum(({ lost }) => lost) + missing,
    repeated: sum(({ repeated }) => repeated),
    refusals: sum(({ refusals }) => refusals),
  };
}

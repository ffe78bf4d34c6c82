import { contentOf } from './content.js';
import type { Crowd } from './crowd.js';
import { faultOf } from './delivery-ledger.js';
import type { CeilingJob, FanoutJob, Outcome, Throughput } from './job.js';
import { measureThroughput, type Phases } from './measure-throughput.js';
import type { Wire } from './wire.js';

const outcome = (crowd: Crowd, figures: Throughput, fault: string | undefined): Outcome<Throughput> => ({
  figures,
  frameBytes: crowd.payloadBytes / crowd.delivered,
  ...(fault === undefined ? {} : { fault }),
});

/** Keeps the window full: a message counts as in flight until every member has it. */
export const runFanout = async (job: FanoutJob, room: { crowd: Crowd; wire: Wire }, phases: Phases) => {
  const { crowd, wire } = room;
  const sequences = new Array<number>(job.senders).fill(0);
  let sent = 0;
  let stopped = false;
  const send = (): void => {
    const sender = sent++ % job.senders;
    const sequence = sequences[sender] ?? 0;
    sequences[sender] = sequence + 1;
    crowd.members[sender]?.say(wire.message(contentOf(sender, sequence)));
  };
  crowd.onProgress = () => {
    while (!stopped && (sent - job.window + 1) * crowd.members.length <= crowd.delivered) send();
  };
  crowd.onProgress();
  const figures = await measureThroughput(crowd, phases);
  stopped = true;
  await crowd.drain(sent);
  const ledgers = crowd.members.map(({ ledger }) => ledger);
  return outcome(crowd, figures, faultOf(ledgers, sent));
};

/** Asks the blaster to write for the duration: how fast this client can read, count and check. */
export const runCeiling = async (_job: CeilingJob, room: { crowd: Crowd }, phases: Phases) => {
  const { crowd } = room;
  crowd.members[0]?.say('start');
  const figures = await measureThroughput(crowd, phases);
  crowd.members[0]?.say('stop');
  await crowd.quiet();
  const fault = crowd.members.find(({ ledger }) => ledger.fault !== undefined)?.ledger.fault;
  return outcome(crowd, figures, fault);
};

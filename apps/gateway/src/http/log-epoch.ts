import { Type } from 'typebox';
import { route, type Route } from '../rest/route.js';

export interface LogEpochOptions {
  readonly epoch: string;
  /** @throws EventLogUnavailable */
  readonly renewEpoch: () => Promise<void>;
}

export const logEpochRoute = ({ epoch, renewEpoch }: LogEpochOptions): Route =>
  route({
    id: 'beginLogEpoch',
    method: 'post',
    path: '/api/v1/log/epoch',
    tag: 'operations',
    summary: 'Begin a new epoch of the log, after a backup was put back',
    description: 'The services, this gateway too, then start anew.',
    access: 'admin',
    answers: { 202: { description: 'It begins', schema: Type.Object({ former: Type.String() }) } },
  }).handledBy(async () => {
    await renewEpoch();
    return { status: 202, body: { former: epoch } };
  });

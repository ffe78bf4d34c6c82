import { Type } from 'typebox';
import { addresses, type AnalyticsRequests } from '@noroshi/domain';
import type { CommandBus } from '@noroshi/event-sourcing';
import { AlertItem } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';

export interface TestAlertRouteParts {
  readonly bus: Pick<CommandBus, 'request'>;
}

export const testAlertRoute = ({ bus }: TestAlertRouteParts): Route =>
  route({
    id: 'raiseTestAlert',
    method: 'post',
    path: '/api/v1/alerts/test',
    tag: 'operations',
    summary: 'Raise an alert that says nothing, to see whether alerts arrive',
    description: 'Whoever watches a dashboard is told; it is resolved ten seconds later.',
    access: 'admin',
    body: {
      severity: Type.Optional(
        Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')], { default: 'info' }),
      ),
      title: Type.Optional(Type.String({ minLength: 1, maxLength: 200, default: 'Test alert' })),
      message: Type.Optional(
        Type.String({ minLength: 1, maxLength: 1000, default: 'Somebody wanted to see an alert' }),
      ),
    },
    answers: { 201: { description: 'It is raised', schema: AlertItem } },
  }).handledBy(async ({ body }) => {
    const asked = bus.request(addresses.analytics('raiseTestAlert'), body);
    const answer = (await asked) as ReturnType<AnalyticsRequests['raiseTestAlert']>;
    if (!answer.ok) throw new Refused(answer.code);
    return { status: 201, body: answer.alert };
  });

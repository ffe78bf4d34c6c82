import { Type } from 'typebox';
import { addresses, type AnalyticsRequests } from '@noroshi/domain';
import type { CommandBus } from '@noroshi/event-sourcing';
import { AlertItem } from '@noroshi/protocol';
import { Refused } from '../refusal.js';
import { route, type Route } from '../rest/route.js';

export interface AcknowledgeAlertRouteParts {
  readonly bus: Pick<CommandBus, 'request'>;
}

export const acknowledgeAlertRoute = ({ bus }: AcknowledgeAlertRouteParts): Route =>
  route({
    id: 'acknowledgeAlert',
    method: 'post',
    path: '/api/v1/alerts/{alertId}/acknowledge',
    tag: 'operations',
    summary: 'Say that one sees to an alert that fires',
    description:
      'Whoever watches a dashboard is told, now and later. The first one counts: acknowledged again, nothing changes.',
    access: 'admin',
    params: { alertId: Type.String() },
    refusals: ['not_found'],
    answers: { 200: { description: 'The alert, and who sees to it', schema: AlertItem } },
  }).handledBy(async ({ caller, params: { alertId } }) => {
    const by = caller.kind === 'key' ? caller.id : caller.user.id;
    const asked = bus.request(addresses.analytics('acknowledgeAlert'), { alertId, by });
    const answer = (await asked) as ReturnType<AnalyticsRequests['acknowledgeAlert']>;
    if (!answer.ok) throw new Refused(answer.code, 'No such alert fires');
    return { status: 200, body: answer.alert };
  });

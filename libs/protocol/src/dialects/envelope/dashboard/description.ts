import type { DialectDescription } from '../../../description.js';
import { describeEnvelope } from '../describe-envelope.js';
import { clientData, serverData } from './schemas.js';

export const dashboardDescription: DialectDescription = describeEnvelope({
  name: 'envelope-dashboard',
  title: 'Live metrics, alerts and system events in envelopes of type, data and timestamp',
  path: '/ws/dashboard',
  clientData,
  serverData,
});

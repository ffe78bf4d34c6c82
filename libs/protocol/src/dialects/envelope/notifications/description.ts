import type { DialectDescription } from '../../../description.js';
import { describeEnvelope } from '../describe-envelope.js';
import { clientData, serverData } from './schemas.js';

export const notificationsDescription: DialectDescription = describeEnvelope({
  name: 'envelope-notifications',
  title: 'Notifications in envelopes of type, data and timestamp',
  path: '/ws/notifications',
  clientData,
  serverData,
});

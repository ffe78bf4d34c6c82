import type { DialectDescription } from '../../../description.js';
import { describeEnvelope } from '../describe-envelope.js';
import { clientData, serverData } from './schemas.js';

export const chatDescription: DialectDescription = describeEnvelope({
  name: 'envelope-chat',
  title: 'Chat in envelopes of type, data and timestamp',
  path: '/ws/chat',
  clientData,
  serverData,
});

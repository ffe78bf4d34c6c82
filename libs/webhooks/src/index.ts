export { WebhookSender, type Attempt, type Webhook, type WebhookTarget } from './webhook-sender.js';
export { isPrivateHost } from './private-addresses.js';

import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { addresses, type NotificationRequests } from '@noroshi/domain';
import { serviceSubject } from '@noroshi/nats';
import { parseRequest } from '../requests.js';
import type { NotificationsService } from './notifications-service.js';

export const NOTIFICATIONS_SERVICE = Symbol('NotificationsService');

const on = (operation: keyof NotificationRequests) => MessagePattern(serviceSubject(addresses.messages(operation)));

/** A payload that is not what it should be is thrown, and answered as such by the transport. */
@Controller()
export class NotificationsController {
  constructor(@Inject(NOTIFICATIONS_SERVICE) private readonly service: NotificationsService) {}

  @on('notify')
  notify(@Payload() payload: unknown) {
    return this.service.notify(parseRequest.notify(payload));
  }

  @on('notifications')
  notifications(@Payload() payload: unknown) {
    return this.service.notifications(parseRequest.notifications(payload));
  }

  @on('changeNotifications')
  changeNotifications(@Payload() payload: unknown) {
    return this.service.changeNotifications(parseRequest.changeNotifications(payload));
  }
}

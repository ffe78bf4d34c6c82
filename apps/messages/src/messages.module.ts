import { Module, type DynamicModule } from '@nestjs/common';
import { MESSAGES_SERVICE, MessagesController } from './messages.controller.js';
import type { MessagesService } from './messages-service.js';
import { NOTIFICATIONS_SERVICE, NotificationsController } from './notifications/notifications.controller.js';
import type { NotificationsService } from './notifications/notifications-service.js';

@Module({})
export class MessagesModule {
  static of(messages: MessagesService, notifications: NotificationsService): DynamicModule {
    return {
      module: MessagesModule,
      controllers: [MessagesController, NotificationsController],
      providers: [
        { provide: MESSAGES_SERVICE, useFactory: () => messages },
        { provide: NOTIFICATIONS_SERVICE, useFactory: () => notifications },
      ],
    };
  }
}

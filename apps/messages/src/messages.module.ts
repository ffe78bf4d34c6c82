import { Module, type DynamicModule } from '@nestjs/common';
import { MESSAGES_SERVICE, MessagesController } from './messages.controller.js';
import type { MessagesService } from './messages-service.js';

@Module({})
export class MessagesModule {
  static of(service: MessagesService): DynamicModule {
    return {
      module: MessagesModule,
      controllers: [MessagesController],
      providers: [{ provide: MESSAGES_SERVICE, useFactory: () => service }],
    };
  }
}

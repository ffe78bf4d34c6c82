import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { addresses, type MessagesRequests } from '@noroshi/domain';
import { serviceSubject } from '@noroshi/nats';
import type { MessagesService } from './messages-service.js';
import { parseRequest } from './requests.js';

export const MESSAGES_SERVICE = Symbol('MessagesService');

const on = (operation: keyof MessagesRequests) => MessagePattern(serviceSubject(addresses.messages(operation)));

/** A payload that is not what it should be is thrown, and answered as such by the transport. */
@Controller()
export class MessagesController {
  constructor(@Inject(MESSAGES_SERVICE) private readonly messages: MessagesService) {}

  @on('history')
  history(@Payload() payload: unknown) {
    return this.messages.history(parseRequest.history(payload));
  }

  @on('search')
  search(@Payload() payload: unknown) {
    return this.messages.search(parseRequest.search(payload));
  }

  @on('facts')
  facts(@Payload() payload: unknown) {
    return this.messages.facts(parseRequest.facts(payload));
  }

  @on('sent')
  sent(@Payload() payload: unknown) {
    return this.messages.sent(parseRequest.sent(payload));
  }

  @on('sentAs')
  sentAs(@Payload() payload: unknown) {
    return this.messages.sentAs(parseRequest.sentAs(payload));
  }

  @on('unread')
  unread(@Payload() payload: unknown) {
    return this.messages.unread(parseRequest.unread(payload));
  }

  @on('markRead')
  markRead(@Payload() payload: unknown) {
    return this.messages.markRead(parseRequest.markRead(payload));
  }
}

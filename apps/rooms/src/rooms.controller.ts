import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { addresses, type RoomsRequests } from '@noroshi/domain';
import { serviceSubject } from '@noroshi/nats';
import { parseRequest } from './requests.js';
import type { RoomsService } from './rooms-service.js';

export const ROOMS_SERVICE = Symbol('RoomsService');

const on = (operation: keyof RoomsRequests) => MessagePattern(serviceSubject(addresses.rooms(operation)));

/** A payload that is not what it should be is thrown, and answered as such by the transport. */
@Controller()
export class RoomsController {
  constructor(@Inject(ROOMS_SERVICE) private readonly rooms: RoomsService) {}

  @on('execute')
  execute(@Payload() payload: unknown) {
    return this.rooms.execute(parseRequest.execute(payload));
  }

  @on('admit')
  admit(@Payload() payload: unknown) {
    return this.rooms.admit(parseRequest.admit(payload));
  }

  @on('members')
  members(@Payload() payload: unknown) {
    return this.rooms.members(parseRequest.members(payload));
  }

  @on('summary')
  summary(@Payload() payload: unknown) {
    return this.rooms.summary(parseRequest.summary(payload));
  }

  @on('publicRooms')
  publicRooms(@Payload() payload: unknown) {
    return this.rooms.publicRooms(parseRequest.publicRooms(payload));
  }

  @on('roomsOf')
  roomsOf(@Payload() payload: unknown) {
    return this.rooms.roomsOf(parseRequest.roomsOf(payload));
  }

  @on('mentioned')
  mentioned(@Payload() payload: unknown) {
    return this.rooms.mentioned(parseRequest.mentioned(payload));
  }

  @on('roomNamed')
  roomNamed(@Payload() payload: unknown) {
    return this.rooms.roomNamed(parseRequest.roomNamed(payload));
  }

  @on('people')
  people(@Payload() payload: unknown) {
    return this.rooms.people(parseRequest.people(payload));
  }

  @on('statuses')
  statuses(@Payload() payload: unknown) {
    return this.rooms.userStatuses(parseRequest.statuses(payload));
  }

  @on('guestMayUse')
  guestMayUse(@Payload() payload: unknown) {
    return this.rooms.guestMayUse(parseRequest.guestMayUse(payload));
  }

  @on('present')
  present(@Payload() payload: unknown) {
    return this.rooms.present(parseRequest.present(payload));
  }

  @on('connections')
  connections(@Payload() payload: unknown) {
    return this.rooms.connections(parseRequest.connections(payload));
  }

  @on('userPresence')
  userPresence(@Payload() payload: unknown) {
    return this.rooms.userPresence(parseRequest.userPresence(payload));
  }

  @on('chooseStatus')
  chooseStatus(@Payload() payload: unknown) {
    return this.rooms.chooseStatus(parseRequest.chooseStatus(payload));
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { ROOMS_SERVICE, RoomsController } from './rooms.controller.js';
import type { RoomsService } from './rooms-service.js';

@Module({})
export class RoomsModule {
  static of(service: RoomsService): DynamicModule {
    return {
      module: RoomsModule,
      controllers: [RoomsController],
      providers: [{ provide: ROOMS_SERVICE, useFactory: () => service }],
    };
  }
}

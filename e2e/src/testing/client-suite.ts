import { setStage, type ClientKind } from './client-stage.js';
import { moderationIsTold } from './moderation-facts.js';
import { nothingUnsentIsLost } from './outbox-facts.js';
import { talkIsWhole } from './talk-facts.js';

/** What every client keeps, whatever it runs on and whatever carries its frames. */
export function clientsKeepTheirWord(kind: ClientKind): void {
  const stage = setStage(kind);
  talkIsWhole(stage);
  nothingUnsentIsLost(stage);
  moderationIsTold(stage);
}

import type { Member } from '@noroshi/client';
import { createContext, use } from 'react';

/** What is known of the open room beside what is said in it. */
export interface Standing {
  /** Also those who are not here now. */
  readonly members: readonly Member[];
  /** It can be read, and nothing in it be changed. */
  readonly isArchived: boolean;
}

export const StandingContext = createContext<Standing>({ members: [], isArchived: false });

export const useStanding = (): Standing => use(StandingContext);

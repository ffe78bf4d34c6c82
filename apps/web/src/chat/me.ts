import type { User } from '@noroshi/client';
import { createContext, use } from 'react';

/** Whose chat it is. */
export const MeContext = createContext<User>({ userId: '', name: '' });

export const useMe = (): User => use(MeContext);

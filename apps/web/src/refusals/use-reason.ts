import { useCallback } from 'react';
import { useTexts } from '../i18n/use-texts.js';
import { reasonIn, type Refusal } from './refusal.js';
import { texts } from './texts.js';

/** Says a refusal in the language of the page. The same function while that is the same. */
export function useReason(): (refusal: Refusal) => string {
  const known = useTexts(texts);
  return useCallback((refusal) => reasonIn(known, refusal), [known]);
}

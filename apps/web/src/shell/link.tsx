import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { navigate } from './location.js';

interface Props extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly href: string;
}

/** Anything but a plain click is the browser's: a new tab, a new window. */
const isPlain = ({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  !metaKey && !ctrlKey && !shiftKey && !altKey;

/** To another address of the page. */
export function Link({ href, onClick, ...rest }: Props) {
  const go = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || !isPlain(event)) return;
    event.preventDefault();
    navigate(href);
  };
  return <a {...rest} href={href} onClick={go} />;
}

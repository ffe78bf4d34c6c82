import { useId, useRef, useState, type ReactNode, type ToggleEvent } from 'react';

interface Props {
  readonly label: string;
  readonly className: string;
  /** What the button shows. */
  readonly children: ReactNode;
  /** What it opens; `close` puts the focus back. */
  readonly inside: (close: () => void) => ReactNode;
}

const gap = 6;

/** Below the button where there is room, else above; within the window in any case. */
function place(popover: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const fitsBelow = at.bottom + gap + height < window.innerHeight;
  popover.style.top = `${fitsBelow ? at.bottom + gap : Math.max(gap, at.top - gap - height)}px`;
  popover.style.left = `${Math.max(gap, Math.min(at.right - width, window.innerWidth - width - gap))}px`;
}

/** A button that opens something small beside it. It closes by Escape or a click elsewhere, and is built only while open. */
export function PopoverButton({ label, className, children, inside }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const onToggle = ({ newState }: ToggleEvent): void => {
    if (newState === 'open' && popover.current && button.current) place(popover.current, button.current);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        popoverTarget={id}
      >
        {children}
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        className="popover"
        onBeforeToggle={({ newState }) => setIsOpen(newState === 'open')}
        onToggle={onToggle}
      >
        {isOpen && inside(() => popover.current?.hidePopover())}
      </div>
    </>
  );
}

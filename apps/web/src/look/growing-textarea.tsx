import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  readonly onBlur?: () => void;
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly testId?: string;
}

/** As high as its text; the style sheet says where that ends. */
export function GrowingTextarea({ label, value, onChange, autoFocus = false, testId, ...rest }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    if (!area.current) return;
    area.current.style.height = 'auto';
    area.current.style.height = `${area.current.scrollHeight}px`;
  }, [value]);
  useEffect(() => {
    const { current } = area;
    if (!autoFocus || !current) return;
    current.focus();
    current.setSelectionRange(current.value.length, current.value.length);
  }, [autoFocus]);

  return (
    <textarea
      {...rest}
      ref={area}
      rows={1}
      dir="auto"
      aria-label={label}
      data-testid={testId}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

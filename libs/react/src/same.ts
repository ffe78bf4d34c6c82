/** The same, or lists or plain objects of the same parts: then the former one is kept, and nobody draws. */
export function isSame(former: unknown, latter: unknown): boolean {
  if (Object.is(former, latter)) return true;
  if (!isPlain(former) || !isPlain(latter)) return false;
  if (Object.getPrototypeOf(former) !== Object.getPrototypeOf(latter)) return false;
  const names = Object.keys(former);
  return (
    names.length === Object.keys(latter).length &&
    names.every((name) => Object.hasOwn(latter, name) && Object.is(former[name], latter[name]))
  );
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
};

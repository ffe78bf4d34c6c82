/** Makes it once for each locale: what writes numbers and dates is dear to make, and every row of a list wants it. */
export function perLocale<T>(make: (locale: string) => T): (locale: string) => T {
  const held = new Map<string, T>();
  return (locale) => {
    const made = held.get(locale) ?? make(locale);
    held.set(locale, made);
    return made;
  };
}

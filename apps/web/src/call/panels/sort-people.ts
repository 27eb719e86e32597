interface Person {
  readonly displayName: string;
  readonly handRaisedAt: string | null;
  readonly id: string;
  readonly isSelf: boolean;
}

/** Oneself first, then raised hands in the order they went up, then who spoke lately, then by name as the language sorts. */
export function sortPeople<P extends Person>(
  people: readonly P[],
  speakers: ReadonlySet<string>,
  language: string,
): P[] {
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const hand = ({ handRaisedAt }: P) => (handRaisedAt === null ? Infinity : Date.parse(handRaisedAt));
  return [...people].sort(
    (a, b) =>
      Number(b.isSelf) - Number(a.isSelf) ||
      (hand(a) === hand(b) ? 0 : hand(a) - hand(b)) ||
      Number(speakers.has(b.id)) - Number(speakers.has(a.id)) ||
      compare(a.displayName, b.displayName),
  );
}

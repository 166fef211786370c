export interface Term {
  section: string;
  en: string;
  zh: string;
  meaning_en: string;
  meaning_zh: string;
}

/** The terms that have every word of a text, in either language; those that are called so come first. */
export function matching(terms: readonly Term[], text: string): Term[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const isIn = (where: string) => words.every(word => where.toLowerCase().includes(word));
  const named = ({ en, zh }: Term) => `${en} ${zh}`;
  return terms
    .filter(term => isIn(`${named(term)} ${term.meaning_en} ${term.meaning_zh}`))
    .sort((one, other) => Number(isIn(named(other))) - Number(isIn(named(one))));
}

/** Loaded when somebody looks for a word: no page needs it. */
export const loadTerms = async (): Promise<Term[]> => (await import("./glossary.json")).default;

import type { TFunction } from "i18next";

/** A sentence of an edge: its code, what stands in it, and the sentence behind it. */
export interface EdgeWords {
  code: string;
  facts?: Record<string, string>;
  why?: EdgeWords | null;
}

/** What an edge says, in the language in use; where its code is not known, as it says it itself. */
export function edgeWords(t: TFunction, words: EdgeWords | null | undefined, text: string | null): string {
  if (!words) return text ?? "";
  const facts: Record<string, string> = { ...words.facts };
  const said = facts.why ?? facts.reason ?? facts.said ?? "";
  facts.why = words.why ? edgeWords(t, words.why, said) : said;
  facts.brackets = facts.said ? t("edge_words.brackets", { text: facts.said }) : "";
  facts.place = facts.place ? t("edge_words.place", { place: facts.place }) : "";
  const unit = /^unit (\d+)$/.exec(facts.device ?? "");
  if (unit) facts.device = t("edge_words.unit", { unit: unit[1] });
  return t(`edge_words.${words.code}` as never, { defaultValue: text ?? said, ...facts }) as string;
}

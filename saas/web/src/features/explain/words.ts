import type { Explanation } from "../../api/types";
import { useLanguage } from "../../app/preferences";

/** A formula in the words of the language in use. */
export function useWords(formula: Explanation["formula"]): string {
  return useLanguage() === "zh-CN" ? formula.words_zh : formula.words_en;
}

import type { TFunction } from "i18next";
import type { Rung } from "../../../api/devices";
import { type EdgeWords, edgeWords } from "../../../lib/edgeWords";
import type { Format } from "../../../lib/format";

function wordsIn(text: string): EdgeWords | null {
  try {
    return JSON.parse(text) as EdgeWords;
  } catch {
    return null;
  }
}

type Say = (key: string, facts: Record<string, unknown>) => string;

const sayer =
  (t: TFunction): Say =>
  (key, facts) =>
    t(key as never, { defaultValue: "", ...facts }) as string;

/** What a rung says: in the language in use where its code is known, else as the server says it. */
export function words(t: TFunction, rung: Rung): { title: string; remedy: string } {
  const say = sayer(t);
  const waits = rung.state === "waiting" ? t("connect.ladder.waiting") : "";
  if (!rung.code) return { title: waits, remedy: rung.remedy ?? "" };
  return {
    title: say(`connect.code.${rung.code}`, rung.facts) || waits,
    remedy: say(`connect.remedy.${rung.code}`, rung.facts) || (rung.remedy ?? ""),
  };
}

/** What was found at a rung. A detail that is no sentence of ours (an address, a topic) is shown as it is. */
export function detailOf(t: TFunction, rung: Rung, format: Format): string {
  if (!rung.says) return rung.detail ?? "";
  const say = sayer(t);
  const facts: Record<string, string> = { ...rung.facts };
  if (facts.error_words) facts.error = edgeWords(t, wordsIn(facts.error_words), facts.error ?? null);
  if (facts.start_ms) facts.start = format.minute(Number(facts.start_ms));
  if (facts.reason) facts.reason = say(`terms.reason.${facts.reason}`, {}) || (facts.said ?? "");
  if (rung.rung === "plausible") {
    if (Number.isFinite(Number(facts.value))) facts.value = format.plain(Number(facts.value));
    const verdict = say(`connect.verdict.${rung.says}`, facts);
    if (verdict) return `${facts.point}: ${verdict}`;
  }
  const found = say(`connect.detail.${rung.says}`, facts).trim();
  // Without facts the title has said it all.
  return found || (Object.keys(facts).length ? (rung.detail ?? "") : "");
}

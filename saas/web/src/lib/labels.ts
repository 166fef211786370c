import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type en from "../i18n/en.json";

export type Vocabulary = keyof (typeof en)["terms"];

/** The word for a code of the domain; a code that has no word is shown as it is. */
export function useLabels(): (vocabulary: Vocabulary, code: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (vocabulary, code) => {
      const [head = code, tail] = code.split(":");
      const look = (kind: string, key: string): string =>
        t(`terms.${kind}.${key}` as never, { defaultValue: key }) as string;
      return tail === undefined ? look(vocabulary, head) : look("product", tail);
    },
    [t],
  );
}

import { useTranslation } from "react-i18next";
import type en from "../../../i18n/en.json";
import { partsOf } from "./form";

type Name = keyof (typeof en)["sources"]["item_name"];
type Part = keyof (typeof en)["sources"]["item_part"];

/** The words of a standard item of DL/T 645, as on the meter's display. */
export function useItemWords(): (item: string) => string {
  const { t } = useTranslation();
  return item => {
    const [name, part] = partsOf(item);
    const head = t(`sources.item_name.${name as Name}`);
    return part ? `${head} \u00b7 ${t(`sources.item_part.${part as Part}`)}` : head;
  };
}

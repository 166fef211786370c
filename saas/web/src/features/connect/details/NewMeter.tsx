import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import i18next, { type TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { checkDevice, type FieldProblem, postDevice } from "../../../api/devices";
import { getDevices } from "../../../api/meters";
import { useLanguage } from "../../../app/preferences";
import { load } from "../../../i18n";
import { usePark } from "../../../lib/park";
import { useDebounced } from "../../../lib/useDebounced";
import { Problem } from "../../../ui/Problem";
import { StepButtons } from "../StepButtons";
import {
  bodyOf,
  byPlace,
  codesFrom,
  type Draft,
  emptyDraft,
  type FieldName,
  freeCode,
  keep,
  kept,
} from "./draft";
import { MeterFields } from "./MeterFields";

interface Props {
  onDevice: (code: string) => void;
  onBack: () => void;
}

/** A meter that is not there yet: from its plate, checked by the API field by field, and made. */
export function NewMeter({ onDevice, onBack }: Props) {
  const { t } = useTranslation();
  const { park, enterprise } = usePark();
  const client = useQueryClient();
  const isZh = useLanguage() === "zh-CN";
  const [draft, setDraft] = useState<Draft>(() => kept(park.code) ?? emptyDraft(enterprise?.code ?? ""));
  const [errors, setErrors] = useState<FieldProblem[]>([]);
  const [hints, setHints] = useState<FieldProblem[]>([]);
  useEffect(() => keep(park.code, draft), [park.code, draft]);
  const latin = [draft.name, draft.nameOther].find(text => /[a-z]/i.test(text)) ?? "";
  const free = (name: string) => ({
    queryKey: ["devices", park.code, "free", draft.carrier, name],
    queryFn: () => freeCode(name, draft.carrier, codes => takenOf(park.code, codes)),
  });
  const settled = useDebounced(latin);
  const suggested = useQuery({ ...free(settled), enabled: draft.code === "" });
  // The first one until the server says which one is free.
  const [first = ""] = codesFrom(latin, draft.carrier, 0, 1);
  const code = draft.code || (settled === latin && suggested.data) || first;
  const making = useMutation({
    mutationFn: async () => {
      await Promise.all([load("en"), load("zh-CN")]);
      const [en, zh] = [i18next.getFixedT("en"), i18next.getFixedT("zh-CN")];
      const names = (id: (typeof draft.points)[number]["id"]) => ({
        en: en(`connect.point_name.${id}`),
        zh: zh(`connect.point_name.${id}`),
      });
      const own = draft.code || (await client.fetchQuery(free(latin)));
      const body = bodyOf(draft, own, isZh, names);
      const checked = { ...(await checkDevice(park.code, body)), code: own };
      if (checked.errors.length) return checked;
      await postDevice(park.code, body);
      for (const key of ["meters", "points", "devices"])
        await client.invalidateQueries({ queryKey: [key, park.code] });
      return checked;
    },
    onSuccess: checked => {
      setErrors(checked.errors);
      setHints(checked.hints);
      if (checked.errors.length === 0) {
        keep(park.code, null);
        onDevice(checked.code);
      }
    },
  });
  const found = byPlace(errors, code);
  // The first field that is wrong takes the focus, once it is marked.
  useEffect(() => {
    if (errors.length) document.querySelector<HTMLElement>('.connect [aria-invalid="true"]')?.focus();
  }, [errors]);
  const fault = (place: FieldName): string | undefined => {
    const problem = found.get(place);
    return problem && faultText(t, problem);
  };
  const change = (changed: Partial<Draft>) => {
    setDraft(old => ({ ...old, ...changed }));
    setErrors(old => old.filter(problem => !isAbout(problem, changed, code)));
  };
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault();
        const missing = missingOf(draft);
        setErrors(missing);
        if (missing.length === 0) making.mutate();
      }}
    >
      <MeterFields draft={draft} code={code} fault={fault} hints={byPlace(hints, code)} onChange={change} />
      {making.error && <Problem error={making.error} />}
      <StepButtons
        onBack={onBack}
        next={making.isPending ? t("connect.making") : t("connect.make")}
        isBusy={making.isPending}
      />
    </form>
  );
}

const takenOf = async (park: string, code: string[]): Promise<ReadonlySet<string>> =>
  new Set((await getDevices(park, { code })).devices.map(device => device.code));

/** What cannot be sent at all. */
function missingOf(draft: Draft): FieldProblem[] {
  const problem = (field: string): FieldProblem => ({ point: null, field, code: "needed", message: "" });
  return [
    ...(draft.name.trim() ? [] : [problem("name_zh")]),
    ...(draft.ratio === "one" || draft.ct[0] || draft.multiplier ? [] : [problem("multiplier")]),
    ...(draft.points.some(point => point.isOn) ? [] : [{ ...problem("points"), code: "point_needed" }]),
  ];
}

/** Whether a mistake is of a field that is being changed. */
function isAbout(problem: FieldProblem, changed: Partial<Draft>, code: string): boolean {
  const places = new Set<string>(byPlace([problem], code).keys());
  const names = Object.keys(changed);
  if (names.some(name => ["ratio", "ct", "pt"].includes(name)) && places.has("multiplier")) return true;
  if (names.includes("points") && [...places].some(place => /^(unit|digits|points)/.test(place))) return true;
  return names.some(name => places.has(name));
}

/** What is wrong, in the language in use where there are words for it. */
function faultText(t: TFunction, problem: FieldProblem): string {
  return t(`terms.mistake.${problem.code}` as never, { defaultValue: problem.message }) as string;
}

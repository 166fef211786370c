import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { endWhatIf, getWhatIfs, keepWhatIf, tryWhatIf, type WhatIfAsked } from "../../api/benchmark";
import type { BudgetLine } from "../../api/budgets";
import type { Format } from "../../lib/format";
import { queryOf } from "../../lib/paging";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Pager, useOwnPages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { WhatIfResult } from "./WhatIfResult";

const AMOUNTS = ["electricity", "natural_gas", "heat", "process"] as const;
const EMPTY = { name: "", scale: "1", electricity: "", natural_gas: "", heat: "", process: "" };

interface Props {
  lines: readonly BudgetLine[];
  year: number;
  format: Format;
  onDone: () => void;
}

/** A new enterprise that might move in: what it would use, and what it would do to the park. */
export function WhatIfForm({ lines, year, format, onDone }: Props) {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const id = useId();
  const client = useQueryClient();
  const [copy, setCopy] = useState("");
  const [start, setStart] = useState(1);
  const [text, setText] = useState(EMPTY);
  const owners = lines.filter(line => line.kind === "carbon" && line.enterprise !== null);
  const asked = (): WhatIfAsked => ({
    name: text.name.trim() || t("whatif.newcomer"),
    copy_of: copy || null,
    scale: copy ? Number(text.scale) : 1,
    electricity: copy ? 0 : Number(text.electricity),
    natural_gas: copy ? 0 : Number(text.natural_gas),
    heat: copy ? 0 : Number(text.heat),
    process: copy ? 0 : Number(text.process),
    start,
  });
  const trying = useMutation({ mutationFn: (body: WhatIfAsked) => tryWhatIf(park.code, body) });
  const pages = useOwnPages();
  const kept = useQuery({
    queryKey: ["what-ifs", park.code, pages.cursor],
    queryFn: () => getWhatIfs(park.code, queryOf(pages)),
    placeholderData: keepPreviousData,
  });
  const again = () => client.invalidateQueries({ queryKey: ["what-ifs", park.code] });
  const keeping = useMutation({
    mutationFn: () => keepWhatIf(park.code, asked()),
    onSuccess: () => {
      pages.first();
      return again();
    },
  });
  const ending = useMutation({ mutationFn: (item: number) => endWhatIf(park.code, item), onSuccess: again });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    trying.mutate(asked());
  };
  const open = (one: WhatIfAsked) => {
    const { name, scale, electricity, natural_gas, heat, process } = { ...EMPTY, ...texts(one) };
    setText({ name, scale, electricity, natural_gas, heat, process });
    setCopy(one.copy_of ?? "");
    setStart(one.start ?? 1);
    trying.mutate(one);
  };
  const field = (name: keyof typeof EMPTY) => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>{t(`whatif.field.${name}`)}</label>
      <input
        id={`${id}-${name}`}
        value={text[name]}
        maxLength={200}
        onChange={event => {
          setText({ ...text, [name]: event.target.value });
          trying.reset();
        }}
        data-testid={`whatif-${name}`}
        {...(name !== "name" && { inputMode: "decimal" as const, pattern: "[0-9]*[.]?[0-9]*" })}
      />
    </div>
  );
  const isEmpty = copy === "" && AMOUNTS.every(name => !(Number(text[name]) > 0));
  return (
    <Card title={t("whatif.title")} summary={t("whatif.sub")}>
      <form className="zero-form" onSubmit={submit} data-testid="whatif-form">
        <div className="zero-fields">
          {field("name")}
          <div className="field">
            <label htmlFor={`${id}-copy`}>{t("whatif.like")}</label>
            <select
              id={`${id}-copy`}
              value={copy}
              onChange={event => {
                setCopy(event.target.value);
                trying.reset();
              }}
            >
              <option value="">{t("whatif.own_amounts")}</option>
              {owners.map(line => (
                <option key={line.enterprise} value={line.enterprise ?? ""}>
                  {format.name(line)}
                </option>
              ))}
            </select>
          </div>
          {copy === "" ? AMOUNTS.map(name => <div key={name}>{field(name)}</div>) : field("scale")}
          <div className="field">
            <label htmlFor={`${id}-start`}>{t("whatif.start")}</label>
            <select
              id={`${id}-start`}
              value={start}
              onChange={event => {
                setStart(Number(event.target.value));
                trying.reset();
              }}
            >
              {Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, "0")}`).map(
                (month, i) => (
                  <option key={month} value={i + 1}>
                    {format.calendarMonth(month)}
                  </option>
                ),
              )}
            </select>
          </div>
        </div>
        {trying.error && <Problem error={trying.error} />}
        {trying.data && <WhatIfResult found={trying.data} format={format} />}
        {keeping.error && <Problem error={keeping.error} />}
        <p className="row-actions">
          <button
            type="submit"
            className="button primary"
            disabled={trying.isPending || isEmpty}
            data-testid="whatif-try"
          >
            {t("whatif.try")}
          </button>{" "}
          {trying.data && role === "operator" && (
            <button
              type="button"
              className="button"
              disabled={keeping.isPending || keeping.isSuccess}
              onClick={() => keeping.mutate()}
              data-testid="whatif-keep"
            >
              {t("whatif.keep")}
            </button>
          )}{" "}
          <button type="button" className="button" onClick={onDone}>
            {t("app.close")}
          </button>
        </p>
        {kept.error && <Problem error={kept.error} onRetry={() => void kept.refetch()} />}
        {ending.error && <Problem error={ending.error} />}
        {(kept.data?.kept.length ?? 0) > 0 && (
          <div className="whatif-kept">
            <span className="note">{t("whatif.kept")}</span>
            {kept.data?.kept.map(one => (
              <span key={one.id} data-testid="whatif-kept">
                <button type="button" className="quiet" onClick={() => open(one.asked)}>
                  {one.asked.name}
                </button>
                {role === "operator" && (
                  <button
                    type="button"
                    className="quiet"
                    aria-label={t("whatif.forget", { name: one.asked.name })}
                    disabled={ending.isPending}
                    onClick={() => ending.mutate(one.id)}
                  >
                    ×
                  </button>
                )}
              </span>
            ))}
          </div>
        )}
        <Pager
          pages={pages}
          next={kept.data?.cursor}
          rows={kept.data?.kept.length ?? 0}
          isOld={kept.isPlaceholderData}
        />
      </form>
    </Card>
  );
}

const texts = (one: WhatIfAsked): Partial<typeof EMPTY> => ({
  name: one.name,
  scale: String(one.scale ?? 1),
  ...Object.fromEntries(AMOUNTS.flatMap(name => (one[name] ? [[name, String(one[name])]] : []))),
});

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { getQuarantine } from "../../api/calls";
import type { QuarantineItem, QuarantineState } from "../../api/types";
import { TopSlot } from "../../app/slot";
import { type Format, useFormat } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { AntTheme } from "../../ui/AntTheme";
import { Empty } from "../../ui/Empty";
import { Pager, usePages } from "../../ui/Pager";
import { Problem } from "../../ui/Problem";
import { Segmented } from "../../ui/Segmented";
import { keyOf, senderOf } from "./origin";
import { QuarantineDrawer } from "./QuarantineDrawer";
import { WaitingCard } from "./WaitingCard";
import "../../styles/quarantine.css";

const STATES: QuarantineState[] = ["open", "replayed", "dismissed"];

/** Messages that could not be stored: why, what to do, and doing it. */
export function Component() {
  const { t } = useTranslation();
  const { park, role } = usePark();
  const format = useFormat(park.timezone);
  const [search, setSearch] = useSearchParams();
  const state = STATES.find(one => one === search.get("state")) ?? "open";
  const pages = usePages();
  const [chosen, setChosen] = useState<QuarantineItem | null>(null);
  const query = useQuery({
    queryKey: ["quarantine", park.code, state, pages.cursor],
    queryFn: () => getQuarantine(park.code, state, pages.cursor),
    placeholderData: keepPreviousData,
  });
  const items = query.data?.items ?? [];
  const groups = query.data?.groups ?? [];
  const canAct = state === "open" && role !== "verifier";
  return (
    <AntTheme>
      <div className="page">
        <TopSlot>
          <h1>{t("quarantine.title")}</h1>
        </TopSlot>
        <header className="page-head">
          <p className="page-sub">{t("quarantine.lead")}</p>
          <Segmented
            label={t("explain.state")}
            value={state}
            options={STATES.map(value => ({ value, label: t(`quarantine.${value}`) }))}
            onChange={(value: QuarantineState) => setSearch({ state: value })}
          />
        </header>
        {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <div className="card skeleton quarantine-skeleton" />}
        {query.data && items.length === 0 && pages.before === 0 && (
          <Empty
            title={t(state === "open" ? "quarantine.empty" : "quarantine.empty_done")}
            hint={state === "open" ? t("quarantine.empty_hint") : ""}
          />
        )}
        {state === "open" && groups.length > 0 && (
          <WaitingCard groups={groups} park={park.code} canAct={canAct} />
        )}
        {items.length > 0 && <Items items={items} format={format} onChoose={setChosen} />}
        <Pager pages={pages} next={query.data?.cursor} rows={items.length} isOld={query.isPlaceholderData} />
      </div>
      {chosen && (
        <QuarantineDrawer
          item={chosen}
          park={park.code}
          format={format}
          canAct={canAct}
          onClosed={() => setChosen(null)}
        />
      )}
    </AntTheme>
  );
}

interface ItemsProps {
  items: QuarantineItem[];
  format: Format;
  onChoose: (item: QuarantineItem) => void;
}

function Items({ items, format, onChoose }: ItemsProps) {
  const { t } = useTranslation();
  const label = useLabels();
  return (
    <div className="card">
      <table className="table quarantine">
        <thead>
          <tr>
            <th scope="col">{t("quarantine.reason")}</th>
            <th scope="col">{t("quarantine.remedy")}</th>
            <th scope="col">{t("quarantine.from")}</th>
            <th scope="col">{t("quarantine.received")}</th>
            <th scope="col">
              <span className="sr-only">{t("quarantine.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={item.id} data-testid="quarantine-item" data-reason={item.reason}>
              <th scope="row">
                {label("reason", item.reason)}
                {keyOf(item) && <code className="term-sub">{keyOf(item)}</code>}
              </th>
              <td>{label("remedy", item.reason)}</td>
              <td>{senderOf(item)}</td>
              <td className="nowrap">{format.dateTime(item.received_at)}</td>
              <td className="right">
                <button type="button" className="button" onClick={() => onChoose(item)}>
                  {t("quarantine.view")}
                  <span className="sr-only"> {item.id}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

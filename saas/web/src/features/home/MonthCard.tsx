import { useQuery } from "@tanstack/react-query";
import { lazy, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EnterpriseHome, HomeFigure, HomePeriod } from "../../api/home";
import { getInventory, getRulesets, type Question } from "../../api/inventory";
import type { Format } from "../../lib/format";
import { gasText } from "../../lib/gas";
import { useLabels } from "../../lib/labels";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { Late } from "../../ui/Late";
import { Problem } from "../../ui/Problem";
import { AskPart, MassFigure } from "../inventory/MassFigure";
import { tonnes } from "../inventory/words";
import { isWholeMonth } from "./places";

const TermsDrawer = lazy(() => import("../inventory/TermsDrawer"));

const LEAST_COVERAGE = 0.95;
const DAY_MS = 86_400_000;

type Side = "now" | "before";
interface Asked {
  side: Side;
  carrier: string | undefined;
}

interface Props {
  home: EnterpriseHome;
  format: Format;
}

/** The days of this month so far against the same days of the last; every figure opens its terms. */
export function MonthCard({ home, format }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLElement | null>(null);
  const named = (figure: HomeFigure) =>
    figure.carrier === null ? t(`home.${figure.kind as "total"}`) : label("carrier", figure.carrier);
  const ask = (side: Side) => (part: { key: string | undefined }, element: HTMLElement) => {
    opener.current = element;
    setAsked({ side, carrier: part.key });
    setOpen(true);
  };
  const closed = () => {
    setAsked(null);
    if (opener.current?.isConnected) opener.current.focus();
  };
  return (
    <Card
      title={t(isWholeMonth(home.now) ? "home.last_month" : "home.month")}
      summary={t("home.month_sub", { now: daysOf(home.now), before: daysOf(home.before) })}
    >
      <div className="kpis home-kpis" data-testid="home-kpis">
        {home.figures.map(figure => (
          <section className="kpi" key={figure.carrier ?? figure.kind}>
            <h2>{named(figure)}</h2>
            <p className="kpi-value">
              <AskPart.Provider value={ask("now")}>
                <Amount
                  figure={figure}
                  value={figure.now_mg}
                  name={named(figure)}
                  gas={home.unit_gas}
                  format={format}
                />
              </AskPart.Provider>
            </p>
            <p className="note">
              {figure.before_mg === 0 ? (
                t("home.nothing_before")
              ) : (
                <>
                  <Change now={figure.now_mg} before={figure.before_mg} format={format} /> {t("home.before")}{" "}
                  <AskPart.Provider value={ask("before")}>
                    <Amount
                      figure={figure}
                      value={figure.before_mg}
                      name={`${named(figure)}, ${daysOf(home.before)}`}
                      gas={home.unit_gas}
                      format={format}
                    />
                  </AskPart.Provider>
                </>
              )}
            </p>
          </section>
        ))}
      </div>
      <p className="note" data-testid="home-quality">
        {home.unit_gas !== "CO2" && t("home.counted_by", { gwp: home.gwp })} {quality()}
      </p>
      {asked && (
        <Explained
          home={home}
          asked={asked}
          format={format}
          isOpen={isOpen}
          onClose={() => setOpen(false)}
          onClosed={closed}
        />
      )}
    </Card>
  );

  function daysOf(period: HomePeriod): string {
    const last = new Date(Date.parse(period.end) - DAY_MS).toISOString().slice(0, 10);
    return `${format.dayOf(period.start)} \u2013 ${format.dayOf(last)}`;
  }

  function quality(): string {
    const { coverage, estimated_share } = home.now;
    if (coverage === null) return t("home.no_days");
    const said = t(coverage < LEAST_COVERAGE ? "home.partial" : "home.covered", {
      share: format.percent(coverage),
    });
    return estimated_share
      ? `${said} ${t("home.estimated", { share: format.percent(estimated_share) })}`
      : said;
  }
}

interface AmountProps {
  figure: HomeFigure;
  value: number;
  name: string;
  gas: string;
  format: Format;
}

function Amount({ figure, value, name, gas, format }: AmountProps) {
  const shown = (
    <>
      {tonnes(value, format)} <span className="unit">t {gasText(gas)}</span>
    </>
  );
  // The terms of the others are those of several figures: the total has them all.
  if (figure.kind === "others") return <span data-inventory="others">{shown}</span>;
  const part = figure.carrier === null ? {} : { by: "carrier" as const, part: figure.carrier };
  return (
    <MassFigure {...part} value={value} name={name} shown={`${tonnes(value, format)} t`}>
      {shown}
    </MassFigure>
  );
}

function Change({ now, before, format }: { now: number; before: number; format: Format }) {
  const { t } = useTranslation();
  const share = (now - before) / Math.abs(before);
  const isSame = Math.abs(share) < 0.0005;
  const direction = isSame ? "same" : share > 0 ? "up" : "down";
  return (
    <span className={`change change-${direction}`}>
      <span aria-hidden="true">{{ same: "=", up: "\u25b2", down: "\u25bc" }[direction]} </span>
      <span className="sr-only">{t(`live.${direction}`)} </span>
      {share > 0 && !isSame ? "+" : ""}
      {format.percent(share)}
    </span>
  );
}

interface ExplainedProps extends Props {
  asked: Asked;
  isOpen: boolean;
  onClose: () => void;
  onClosed: () => void;
}

function Explained({ home, asked, format, isOpen, onClose, onClosed }: ExplainedProps) {
  const { park } = usePark();
  const [term, setTerm] = useState<string | null>(null);
  const period = home[asked.side];
  const question: Question = {
    from: period.start,
    to: period.end,
    ruleset: home.ruleset,
    gwp: home.gwp,
    enterprise: home.enterprise,
  };
  const context = useQuery({
    queryKey: ["home-context", park.code, question],
    queryFn: async () => {
      const [rulesets, inventory] = await Promise.all([
        getRulesets(park.code),
        getInventory(park.code, question),
      ]);
      return { ruleset: rulesets.find(one => one.code === home.ruleset), inventory };
    },
  });
  if (context.error) return <Problem error={context.error} onRetry={() => void context.refetch()} />;
  const { ruleset, inventory } = context.data ?? {};
  const [first] = inventory?.totals ?? [];
  if (!ruleset || !inventory || !first) return null;
  return (
    <Late>
      <TermsDrawer
        asked={{ question }}
        figure={{
          basis: first.basis,
          ...(asked.carrier !== undefined && { by: "carrier" as const, key: asked.carrier }),
        }}
        gas={first.unit_gas}
        context={{
          ruleset,
          sources: inventory.sources,
          owners: new Map([[home.enterprise, home]]),
          format,
        }}
        isOpen={isOpen}
        term={term}
        onTerm={setTerm}
        onClose={onClose}
        onClosed={onClosed}
      />
    </Late>
  );
}

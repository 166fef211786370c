import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format";
import { usePark } from "../lib/park";
import { legendOf, pictureOf, summaryOf } from "../lib/picture";

const files = () => import("../lib/chartFiles");

/** What belongs together: a card, or the part of one that says so. */
const CHART = "[data-chart], .card";

/** How long a table may take to come: its code may have to be loaded first. */
const WAIT_MS = 10_000;

/** The table of a card once it is shown; undefined for one that shows none. */
function tableOf(card: HTMLElement, isShown: () => boolean): Promise<HTMLTableElement | undefined> {
  const found = () => (isShown() ? (card.querySelector("table") ?? undefined) : undefined);
  return new Promise(resolve => {
    const end = () => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(found());
    };
    const observer = new MutationObserver(() => found() && end());
    const timer = setTimeout(end, WAIT_MS);
    observer.observe(card, { childList: true, subtree: true, attributes: true });
    if (found()) end();
  });
}

interface Props {
  isTable: boolean;
  onToggle: () => void;
  testId?: string | undefined;
}

/** What every chart has beside it: the same figures as a table, and both to take along. */
export function TableToggle({ isTable, onToggle, testId }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const button = useRef<HTMLButtonElement>(null);
  // Taken twice in a row: the second time by what the first has drawn.
  const shown = useRef({ isTable, onToggle });
  useLayoutEffect(() => {
    shown.current = { isTable, onToggle };
  });
  const [hasPicture, setPicture] = useState(false);
  // The picture comes when its code has loaded, and goes with the table.
  useEffect(() => {
    const card = button.current?.closest(CHART);
    if (!card) return;
    const look = () => setPicture(pictureOf(card) !== null);
    const observer = new MutationObserver(look);
    observer.observe(card, { childList: true, subtree: true, attributeFilter: ["data-picture"] });
    look();
    return () => observer.disconnect();
  }, []);
  const card = () => button.current?.closest<HTMLElement>(CHART);
  const title = () => card()?.dataset.chart ?? card()?.querySelector("h2")?.textContent ?? "";
  const foot = () => t("chart.foot", { park: format.name(park), time: format.dateTime(Date.now()) });
  const saveTable = async () => {
    const { csvOf, fileName, give, rowsOf } = await files();
    const place = card();
    if (!place) return;
    const isAsked = !shown.current.isTable;
    // Where the address holds the choice, the table comes later than this.
    if (isAsked) flushSync(() => shown.current.onToggle());
    const table = await tableOf(place, () => shown.current.isTable);
    const rows = table ? rowsOf(table) : [];
    if (isAsked && shown.current.isTable) flushSync(() => shown.current.onToggle());
    give(
      fileName(title(), "csv"),
      new Blob([csvOf([...rows, [], [title()], [foot()]])], { type: "text/csv" }),
    );
  };
  const savePicture = async () => {
    const { fileName, give, pngOf } = await files();
    const place = card();
    const picture = place && pictureOf(place);
    const words = { title: title(), summary: place ? summaryOf(place) : null, foot: foot() };
    const png = picture && (await pngOf(picture, legendOf(place, picture), words));
    if (png) give(fileName(title(), "png"), png);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="quiet"
        aria-pressed={isTable}
        onClick={onToggle}
        data-testid={testId}
      >
        {isTable ? t("live.chart") : t("live.table")}
      </button>
      <button
        type="button"
        className="quiet"
        onClick={() => void saveTable()}
        title={t("chart.csv")}
        aria-label={t("chart.csv")}
        data-testid="chart-csv"
      >
        CSV
      </button>
      {hasPicture && (
        <button
          type="button"
          className="quiet"
          onClick={() => void savePicture()}
          title={t("chart.png")}
          aria-label={t("chart.png")}
          data-testid="chart-png"
        >
          PNG
        </button>
      )}
    </>
  );
}

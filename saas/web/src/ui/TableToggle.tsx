import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { useFormat } from "../lib/format";
import { usePark } from "../lib/park";
import { pictureOf } from "../lib/picture";

const files = () => import("../lib/chartFiles");

/** What belongs together: a card, or the part of one that says so. */
const CHART = "[data-chart], .card";

interface Props {
  isTable: boolean;
  onToggle: () => void;
  testId?: string;
}

/** What every chart has beside it: the same figures as a table, and both to take along. */
export function TableToggle({ isTable, onToggle, testId }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const button = useRef<HTMLButtonElement>(null);
  // Taken twice in a row: the second time by what the first has drawn.
  const toggle = useRef(onToggle);
  useLayoutEffect(() => {
    toggle.current = onToggle;
  });
  const [hasPicture, setPicture] = useState(false);
  // The picture comes when its code has loaded, and goes with the table.
  useEffect(() => {
    const card = button.current?.closest(CHART);
    if (!card) return;
    const look = () => setPicture(pictureOf(card) !== null);
    const observer = new MutationObserver(look);
    observer.observe(card, { childList: true, subtree: true });
    look();
    return () => observer.disconnect();
  }, []);
  const card = () => button.current?.closest<HTMLElement>(CHART);
  const title = () => card()?.dataset.chart ?? card()?.querySelector("h2")?.textContent ?? "";
  const foot = () => t("chart.foot", { park: format.name(park), time: format.dateTime(Date.now()) });
  const saveTable = async () => {
    const { csvOf, fileName, give, rowsOf } = await files();
    if (!isTable) flushSync(() => toggle.current());
    const table = card()?.querySelector("table");
    const rows = table ? rowsOf(table) : [];
    if (!isTable) flushSync(() => toggle.current());
    give(
      fileName(title(), "csv"),
      new Blob([csvOf([...rows, [], [title()], [foot()]])], { type: "text/csv" }),
    );
  };
  const savePicture = async () => {
    const { fileName, give, pngOf } = await files();
    const shown = card();
    const picture = shown && pictureOf(shown);
    const png = picture && (await pngOf(picture, title(), foot()));
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

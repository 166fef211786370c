import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PointLife } from "../../api/meters";
import type { Format } from "../../lib/format";
import { Card } from "../../ui/Card";
import { usePages } from "../../ui/Pager";
import { RecordsTable } from "../../ui/RecordsTable";

const DAY_MS = 86_400_000;
const YEAR_MS = 400 * DAY_MS;

/** The reports of the last year, and a month more to compare with, that a record point is made of. */
export function PointReports({ life, format }: { life: PointLife; format: Format }) {
  const { t } = useTranslation();
  const pages = usePages("records", "place");
  const [to] = useState(() => Math.ceil(Date.now() / DAY_MS) * DAY_MS);
  return (
    <Card title={t("recorded.records")}>
      <RecordsTable point={life.point.code} from={to - YEAR_MS} to={to} format={format} pages={pages} />
    </Card>
  );
}

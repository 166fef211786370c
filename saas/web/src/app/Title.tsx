import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "react-router";
import { namedAt } from "./pages";

interface Props {
  /** The park, where the page is of one. */
  park?: string;
}

/** What the tab of the browser, its history and a screen reader call the page. */
export function Title({ park }: Props) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const label = namedAt(pathname);
  const { code, point, factor, edge } = useParams();
  const parts = [code ?? point ?? factor ?? edge, label && t(`app.${label}`), park, "ParkCarbon"];
  return <title>{parts.filter(Boolean).join(" · ")}</title>;
}

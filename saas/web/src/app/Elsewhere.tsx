import { useTranslation } from "react-i18next";
import type { ParkElsewhere } from "../api/types";
import { useFormat } from "../lib/format";
import { Empty } from "../ui/Empty";

/** The page of a park on its own platform. */
export const addressElsewhere = (park: ParkElsewhere) => `${park.url}/p/${park.code}`;

interface Props {
  title: string;
  parks: readonly ParkElsewhere[];
}

/** Parks that other platforms hold, and the way there. */
export function Elsewhere({ title, parks }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <main className="page">
      <Empty
        title={title}
        hint={t("app.elsewhere_hint")}
        action={parks.map(park => (
          <a key={park.code} className="button" href={addressElsewhere(park)} data-testid="park-elsewhere">
            {t("app.elsewhere_go", { park: format.name(park), host: new URL(park.url).host })}
          </a>
        ))}
      />
    </main>
  );
}

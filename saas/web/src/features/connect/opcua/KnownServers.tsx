import { useTranslation } from "react-i18next";
import type { Connection } from "../behind/config";

interface Props {
  sources: Connection[];
  chosen: string | null;
  onChosen: (name: string) => void;
}

/** What this edge reads already: another meter of it needs no new connection. */
export function KnownServers({ sources, chosen, onChosen }: Props) {
  const { t } = useTranslation();
  if (sources.length === 0) return null;
  return (
    <fieldset className="sources-choices">
      <legend>{t("sources.known")}</legend>
      {sources.map(({ name, section }) => (
        <label key={name} className="sources-choice">
          <input
            type="radio"
            name="known"
            checked={name === chosen}
            onChange={() => name && onChosen(name)}
          />
          <span>
            <strong>{name}</strong> <code className="edges-words">{String(section.endpoint)}</code>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

import { useTranslation } from "react-i18next";
import type { Endpoint } from "../../../api/sources";

interface Props {
  endpoints: Endpoint[];
  security: string;
  mode: string;
  onChosen: (security: string, mode: string) => void;
}

const MODES = ["None", "Sign", "SignAndEncrypt"] as const;

/** What the server offers, in words, the safest first. */
export function SecurityChoice({ endpoints, security, mode, onChosen }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className="sources-choices">
      <legend>{t("sources.security")}</legend>
      {endpoints.map((endpoint, index) => {
        const known = MODES.find(one => one === endpoint.security_mode) ?? "None";
        return (
          <label
            key={`${endpoint.security} ${endpoint.security_mode}`}
            className="sources-choice"
            data-testid="opcua-endpoint"
            data-security={endpoint.security}
            data-mode={endpoint.security_mode}
          >
            <input
              type="radio"
              name="security"
              disabled={!endpoint.supported}
              checked={endpoint.security === security && endpoint.security_mode === mode}
              onChange={() => onChosen(endpoint.security, endpoint.security_mode)}
            />
            <span>
              <strong>{t(`sources.mode.${known}`)}</strong>{" "}
              {endpoint.security !== "none" && <code>{endpoint.security}</code>}{" "}
              {index === 0 && endpoint.supported && known !== "None" && (
                <span className="chip chip-good">{t("sources.recommended")}</span>
              )}
              <span className="note">
                {t(endpoint.supported ? `sources.mode_hint.${known}` : "sources.outdated")}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

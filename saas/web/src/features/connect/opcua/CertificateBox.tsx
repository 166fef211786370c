import { useTranslation } from "react-i18next";
import type { Endpoint } from "../../../api/sources";
import { useFormat } from "../../../lib/format";
import { Fingerprint } from "./Fingerprint";

interface Props {
  endpoint: Endpoint;
  isTrusted: boolean;
  onTrust: (trusted: string[]) => void;
}

/** Whose certificate it is; trusted once somebody has compared its fingerprint with the one at the server. */
export function CertificateBox({ endpoint, isTrusted, onTrust }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const fingerprint = endpoint.fingerprint ?? "";
  return (
    <section
      className="sources-certificate"
      aria-label={t("sources.certificate")}
      data-testid="opcua-certificate"
      data-trusted={isTrusted}
      data-fingerprint={fingerprint}
    >
      <h3>
        {t("sources.certificate")}{" "}
        <span className={`chip ${isTrusted ? "chip-good" : "chip-warn"}`}>
          {t(isTrusted ? "sources.trusted" : "sources.untrusted")}
        </span>
      </h3>
      <Fingerprint text={fingerprint} />
      <p className="note">
        {endpoint.subject}
        {endpoint.valid_until_ms !== null && (
          <> · {t("sources.valid_until", { date: format.dateTime(endpoint.valid_until_ms) })}</>
        )}
      </p>
      {endpoint.trust === "trusted" ? (
        <p className="note">{t("sources.trusted_there")}</p>
      ) : (
        <>
          <p>{t("sources.compare")}</p>
          <label className="sources-sure">
            <input
              type="checkbox"
              checked={isTrusted}
              onChange={event => onTrust(event.target.checked ? [fingerprint] : [])}
              data-testid="opcua-trust"
            />
            {t("sources.compared")}
          </label>
        </>
      )}
    </section>
  );
}
